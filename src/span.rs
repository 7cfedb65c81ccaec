//! Spans and offset maps between the four coordinate spaces of an article.
//!
//! This is the only file that does arithmetic on offsets. A `Span<S>` knows at compile time which space it belongs
//! to, so a span of the text that rules see cannot be used to slice the file by mistake.
//!
//! It is not about lines and columns: those are `source`'s.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Bytes of the file as it lies on disk (relative to the start of the [`crate::source::Source`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {}
/// Bytes of the file decoded to UTF-8, container escapes (JSON, CSV, HTML) still in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {}
/// Bytes of an article as its reader sees it: containers and markup undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {}
/// Bytes of an article as rules see it: `Shown` with widths folded and invisible blanks dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {}

/// A half-open range of byte offsets in the space `S`.
pub struct Span<S> {
    pub start: u32,
    pub end: u32,
    space: PhantomData<S>,
}

// By hand, because derives would ask the same of the space, which is only a name.
impl<S> Clone for Span<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Span<S> {}

impl<S> PartialEq for Span<S> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

impl<S> Eq for Span<S> {}

impl<S> PartialOrd for Span<S> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<S> Ord for Span<S> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}

impl<S> Span<S> {
    /// A span; `end` is raised to `start` where it lies before it.
    #[inline]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start), space: PhantomData }
    }

    /// The empty span at `at`: a place where something is missing.
    pub fn point(at: u32) -> Self {
        Self::new(at, at)
    }

    pub fn of(range: Range<usize>) -> Self {
        Self::new(offset(range.start), offset(range.end))
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn len(self) -> u32 {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside `self` (equal spans do).
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span counted from a place `by` bytes earlier.
    pub fn shifted(self, by: u32) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// A part of this span, given relative to its start.
    pub fn part(self, range: Range<usize>) -> Self {
        Self::of(range).shifted(self.start)
    }
}

impl<S> fmt::Debug for Span<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// An offset as the 32 bits in which all spans are held. Inputs are limited far below 4 GiB
/// (`source::MAX_DOCUMENT`), so that saturation is never reached.
#[inline]
pub fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// A stretch of `A` that comes from a stretch of `B`. Stretches of equal length correspond byte by byte; others
/// (an entity, an escape) only as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    from: u32,
    from_len: u32,
    to: u32,
    to_len: u32,
}

impl Run {
    fn is_linear(self) -> bool {
        self.from_len == self.to_len
    }

    fn end(self) -> u32 {
        self.from + self.from_len
    }

    /// The part of `B` that the part `start..end` of this run's `A` comes from.
    fn image<B>(self, start: u32, end: u32) -> Span<B> {
        if self.is_linear() {
            Span::new(self.to + (start - self.from), self.to + (end - self.from))
        } else {
            Span::new(self.to, self.to + self.to_len)
        }
    }
}

/// Where each byte of one space comes from in another. Offsets of `A` that no run covers (a line break put between
/// two blocks, say) come from nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct OffsetMap<A, B> {
    runs: Vec<Run>,
    spaces: PhantomData<(A, B)>,
}

impl<A, B> Default for OffsetMap<A, B> {
    fn default() -> Self {
        Self { runs: Vec::new(), spaces: PhantomData }
    }
}

impl<A, B> fmt::Debug for OffsetMap<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.runs).finish()
    }
}

impl<A, B> OffsetMap<A, B> {
    /// The map of a text of `len` bytes that lies unchanged at `to`.
    pub fn shifted(len: u32, to: u32) -> Self {
        let mut map = Self::default();
        map.push(0, len, to, len);
        map
    }

    /// Adds a run. Runs come in the order of `from` and do not overlap there.
    pub fn push(&mut self, from: u32, from_len: u32, to: u32, to_len: u32) {
        if from_len == 0 {
            return;
        }
        let run = Run { from, from_len, to, to_len };
        if let Some(last) = self.runs.last_mut() {
            debug_assert!(last.end() <= from, "runs out of order");
            if last.is_linear() && run.is_linear() && last.end() == from && last.to + last.to_len == to {
                last.from_len += from_len;
                last.to_len += to_len;
                return;
            }
        }
        self.runs.push(run);
    }

    /// The stretches of `B` that `span` comes from, in the order of `A`, neighbours joined. An empty span gives the
    /// one empty stretch of its place, or none where the place comes from nowhere.
    pub fn pieces(&self, span: Span<A>) -> Vec<Span<B>> {
        if span.is_empty() {
            return self.place(span.start).map(|at| vec![Span::point(at)]).unwrap_or_default();
        }
        let first = self.runs.partition_point(|run| run.end() <= span.start);
        let mut pieces: Vec<Span<B>> = Vec::new();
        for run in self.runs[first..].iter().take_while(|run| run.from < span.end) {
            let piece = run.image(span.start.max(run.from), span.end.min(run.end()));
            match pieces.last_mut() {
                Some(last) if last.end == piece.start => *last = last.join(piece),
                Some(last) if *last == piece => {} // two characters of one entity
                _ => pieces.push(piece),
            }
        }
        pieces
    }

    /// The stretches of `A` that come from longer or shorter ones.
    pub fn changed(&self) -> impl Iterator<Item = Span<A>> {
        self.runs.iter().filter(|run| !run.is_linear()).map(|run| Span::new(run.from, run.end()))
    }

    /// The stretches of `A`, in order, each with the stretch of `B` that it comes from.
    pub fn runs(&self) -> impl Iterator<Item = (Span<A>, Span<B>)> {
        self.runs.iter().map(|run| (Span::new(run.from, run.end()), Span::new(run.to, run.to + run.to_len)))
    }

    /// Where something put in at `at` of `A` goes in `B`: behind the run that ends there, else before the one that begins.
    fn place(&self, at: u32) -> Option<u32> {
        let next = self.runs.partition_point(|run| run.end() < at);
        let run = self.runs.get(next)?;
        if at < run.from {
            return next.checked_sub(1).map(|before| self.runs[before]).map(|run| run.to + run.to_len).or(Some(run.to));
        }
        Some(if at == run.end() { run.to + run.to_len } else { run.image::<B>(at, at).start })
    }

    /// The stretch of `A` that comes from a stretch of `B`, for maps that keep the order. Where nothing comes from it,
    /// the empty stretch before what follows; `end`: where nothing follows.
    pub fn preimage(&self, span: Span<B>, end: u32) -> Span<A> {
        let next = self.runs.partition_point(|run| run.to + run.to_len <= span.start);
        let start = self.runs.get(next).map_or(end, |run| match span.start.checked_sub(run.to) {
            Some(inside) if run.is_linear() => run.from + inside,
            _ => run.from,
        });
        let last = self.runs.partition_point(|run| run.to < span.end).checked_sub(1).map(|at| self.runs[at]);
        let stop = last.map_or(0, |run| match span.end - run.to {
            inside if run.is_linear() && inside < run.to_len => run.from + inside,
            _ => run.end(),
        });
        Span::new(start, if span.is_empty() { start } else { stop })
    }

    /// This map followed by `outer`: `A` to `C` through `B`.
    pub fn then<C>(&self, outer: &OffsetMap<B, C>) -> OffsetMap<A, C> {
        let mut map = OffsetMap::default();
        for run in &self.runs {
            if run.is_linear() {
                outer.compose_linear(*run, &mut map);
            } else {
                let pieces = outer.pieces(Span::new(run.to, run.to + run.to_len));
                if let Some(whole) = pieces.into_iter().reduce(Span::join) {
                    // An atom stays one even if lengths happen to agree: it yields its whole in one piece.
                    map.push(run.from, run.from_len, whole.start, whole.len());
                }
            }
        }
        map
    }

    fn compose_linear<Z>(&self, run: Run, map: &mut OffsetMap<Z, B>) {
        let (start, end) = (run.to, run.to + run.to_len);
        let first = self.runs.partition_point(|outer| outer.end() <= start);
        for outer in self.runs[first..].iter().take_while(|outer| outer.from < end) {
            let (from, to) = (start.max(outer.from), end.min(outer.end()));
            let image: Span<B> = outer.image(from, to);
            map.push(run.from + (from - start), to - from, image.start, image.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity_map() -> OffsetMap<Shown, Decoded> {
        // shown "a&b" (3 bytes) from decoded "xa&amp;b"
        let mut map = OffsetMap::default();
        map.push(0, 1, 1, 1);
        map.push(1, 1, 2, 5);
        map.push(2, 1, 7, 1);
        map
    }

    #[test]
    fn pieces_join_neighbours_and_keep_atoms_whole() {
        let map = entity_map();
        assert_eq!(map.pieces(Span::new(0, 3)), vec![Span::new(1, 8)]);
        assert_eq!(map.pieces(Span::new(1, 2)), vec![Span::new(2, 7)]);
        assert_eq!(map.pieces(Span::point(3)), vec![Span::point(8)]);
        assert_eq!(map.pieces(Span::point(0)), vec![Span::point(1)]);
    }

    #[test]
    fn what_comes_from_a_stretch() {
        let map = entity_map();
        assert_eq!(map.preimage(Span::new(2, 7), 3), Span::new(1, 2));
        assert_eq!(map.preimage(Span::new(0, 8), 3), Span::new(0, 3));
        assert_eq!(map.preimage(Span::new(1, 2), 3), Span::new(0, 1));
        assert_eq!(map.preimage(Span::point(8), 3), Span::point(3));
        assert_eq!(map.preimage(Span::point(2), 3), Span::point(1));
    }

    #[test]
    fn maps_compose() {
        // decoded "xa&amp;b" lies in an outer text from offset 10, its first four bytes escaped to eight
        let mut outer: OffsetMap<Decoded, Raw> = OffsetMap::default();
        outer.push(0, 4, 10, 8);
        outer.push(4, 4, 18, 4);
        let both = entity_map().then(&outer);
        assert_eq!(both.pieces(Span::new(2, 3)), vec![Span::new(21, 22)]);
        assert_eq!(both.pieces(Span::new(1, 2)), vec![Span::new(10, 21)]);
    }
}
