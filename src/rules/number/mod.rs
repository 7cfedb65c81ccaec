//! Numbers, units and the way they are written.

rules! {
    year_zero,
}
