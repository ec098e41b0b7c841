//! The cells, and what lies at their edges.

/// Bytes that are counted together.
pub(crate) const LANES: usize = 16;

/// One byte per cell, with a margin that repeats the opposite edge, so that a window never wraps.
///
/// The low nibble and the high nibble are counted by [`super::Window::count`]; what the bits mean is the
/// model's affair, except that 0 is a free cell.
#[derive(Debug, Clone)]
pub struct Torus {
    width: usize,
    height: usize,
    pad: usize,
    stride: usize,
    cells: Vec<u8>,
    echo_x: Vec<isize>,
    echo_y: Vec<isize>,
}

impl Torus {
    /// An empty torus for windows of at most `radius`; sides must exceed twice the radius.
    pub fn new(width: usize, height: usize, radius: usize) -> Self {
        let smallest = 2 * radius + 1;
        assert!(
            width >= smallest && height >= smallest && width <= 32_000 && height <= 32_000,
            "a torus of {width} by {height} cannot hold windows of radius {radius}"
        );
        let pad = radius;
        let stride = width + 2 * pad;
        // A row is read in chunks of 16, so the last window may look past the last margin.
        let cells = vec![0; stride * (height + 2 * pad) + 32 + 2 * pad];
        let echo = |at: usize, side: usize, step: isize| {
            if at < pad {
                side as isize * step
            } else if at >= side - pad {
                -(side as isize) * step
            } else {
                0
            }
        };
        let echo_x = (0..width).map(|x| echo(x, width, 1)).collect();
        let echo_y = (0..height).map(|y| echo(y, height, stride as isize)).collect();
        Self { width, height, pad, stride, cells, echo_x, echo_y }
    }

    /// Cells from west to east.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Cells from north to south.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Cells in all.
    pub fn size(&self) -> usize {
        self.width * self.height
    }

    /// Bytes from one row to the next.
    pub(crate) fn stride(&self) -> usize {
        self.stride
    }

    /// All bytes, margins included.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.cells
    }

    /// Where a cell lies in [`Torus::bytes`].
    #[inline(always)]
    pub(crate) fn at(&self, x: u16, y: u16) -> usize {
        (y as usize + self.pad) * self.stride + x as usize + self.pad
    }

    /// Sums, byte by byte, the masked sixteen bytes of as many rows as there are masks.
    ///
    /// Two words of eight bytes: fifteen bytes of at most 0x11 sum to 0xff, so nothing carries over.
    #[inline(always)]
    pub(crate) fn sum_rows<const ROWS: usize>(&self, start: usize, masks: &[[u64; 2]; ROWS]) -> [u64; 2] {
        const { assert!(ROWS <= 15, "a nibble holds at most fifteen rows") };
        // One check for all rows; without it the loop would check fifteen times.
        let block = &self.cells[start..start + (ROWS - 1) * self.stride + LANES];
        let mut sums = [0u64; 2];
        for (row, mask) in masks.iter().enumerate() {
            // SAFETY: row <= ROWS - 1, so the sixteen bytes end within `block`; the read may be
            // unaligned, and every pattern of bits is a number.
            let words: [u64; 2] = unsafe { block.as_ptr().add(row * self.stride).cast::<[u64; 2]>().read_unaligned() };
            sums[0] += words[0] & mask[0];
            sums[1] += words[1] & mask[1];
        }
        sums
    }

    /// Asks the memory for the line of a byte; does nothing where there is no way to ask.
    #[inline(always)]
    pub(crate) fn fetch_ahead(&self, at: usize) {
        fetch_ahead(&self.cells, at);
    }

    /// The byte of a cell.
    #[inline(always)]
    pub fn get(&self, x: u16, y: u16) -> u8 {
        self.cells[self.at(x, y)]
    }

    /// Sets a cell and its echoes in the margin.
    #[inline(always)]
    pub fn set(&mut self, x: u16, y: u16, value: u8) {
        let at = self.at(x, y) as isize;
        let dx = self.echo_x[x as usize];
        let dy = self.echo_y[y as usize];
        // All four stores always: cheaper than asking whether the cell has echoes.
        self.cells[at as usize] = value;
        self.cells[(at + dx) as usize] = value;
        self.cells[(at + dy) as usize] = value;
        self.cells[(at + dx + dy) as usize] = value;
    }

    /// The cell at an offset of at most one side, wrapped.
    #[inline(always)]
    pub fn step(&self, x: u16, y: u16, dx: i16, dy: i16) -> (u16, u16) {
        (wrap(x, dx, self.width as i32), wrap(y, dy, self.height as i32))
    }

    /// A cell's place in an array without margins.
    #[inline(always)]
    pub fn number(&self, x: u16, y: u16) -> usize {
        y as usize * self.width + x as usize
    }

    /// The cell with a number.
    pub fn cell(&self, number: usize) -> (u16, u16) {
        ((number % self.width) as u16, (number / self.width) as u16)
    }
}

/// Asks the memory for the line of `items[at]`, which may lie past the end.
#[inline(always)]
pub(crate) fn fetch_ahead<T>(items: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: prefetching reads nothing that the program sees and never faults; the address is
        // formed without claiming that it lies within the slice.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(items.as_ptr().wrapping_add(at).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, at);
}

#[inline(always)]
fn wrap(at: u16, by: i16, side: i32) -> u16 {
    let moved = i32::from(at) + i32::from(by);
    let moved = if moved < 0 { moved + side } else { moved };
    (if moved >= side { moved - side } else { moved }) as u16
}
