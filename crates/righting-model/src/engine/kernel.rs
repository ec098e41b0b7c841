//! The level of the processor that inner loops are compiled for.

/// Level of the processor that the kernel is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// Any 64-bit processor.
    Baseline,
    /// 256-bit vectors (x86-64 with AVX2).
    Avx2,
    /// 512-bit vectors (x86-64 with AVX-512F).
    Avx512,
}

impl Kernel {
    /// The best level of this machine. All levels give the same bits.
    pub fn best() -> Self {
        [Self::Avx512, Self::Avx2].into_iter().find(|level| level.available()).unwrap_or(Self::Baseline)
    }

    /// Whether this machine has the level.
    pub fn available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Baseline => true,
            Self::Avx2 => std::arch::is_x86_feature_detected!("avx2"),
            Self::Avx512 => std::arch::is_x86_feature_detected!("avx512f"),
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            self == Self::Baseline
        }
    }

    /// Name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }

    /// Runs a loop that was compiled once per level: it must be inlined into its caller, and have no fused
    /// multiply-add and no sum in another order, so that every level gives the same bits.
    #[inline(always)]
    pub(crate) fn run<T>(self, work: impl FnOnce() -> T) -> T {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Baseline => work(),
            // SAFETY: a level is only chosen where `available` has found it.
            Self::Avx2 => unsafe { on_avx2(work) },
            // SAFETY: as above.
            Self::Avx512 => unsafe { on_avx512(work) },
        }
        #[cfg(not(target_arch = "x86_64"))]
        work()
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn on_avx2<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn on_avx512<T>(work: impl FnOnce() -> T) -> T {
    work()
}
