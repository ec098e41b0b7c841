//! Largest memory held by this process.

/// Follows the largest resident memory of this process.
#[derive(Debug, Default)]
pub struct PeakMemory {
    #[cfg_attr(target_os = "linux", allow(dead_code))]
    largest: usize,
}

impl PeakMemory {
    /// Looks at the memory now. Linux keeps the peak itself; elsewhere it is the largest value seen.
    pub fn look(&mut self) {
        #[cfg(not(target_os = "linux"))]
        if let Some(now) = memory_stats::memory_stats() {
            self.largest = self.largest.max(now.physical_mem);
        }
    }

    /// The peak in MB (10^6 bytes), if the system tells.
    #[cfg(target_os = "linux")]
    pub fn megabytes(&self) -> Option<f64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib * 1024.0 / 1e6)
    }

    /// The peak in MB (10^6 bytes), if the system tells.
    #[cfg(not(target_os = "linux"))]
    pub fn megabytes(&self) -> Option<f64> {
        (self.largest > 0).then(|| self.largest as f64 / 1e6)
    }
}
