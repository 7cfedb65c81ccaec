//! Trigger words for rules that wait for a character of one kind behind one of another.

/// Every character of `firsts` with every one of `seconds` behind it. Made once a rule, for the life of the process.
pub(in crate::rules) fn pairs(firsts: &str, seconds: &str) -> Vec<&'static str> {
    let behind = |first: char| seconds.chars().map(move |second| String::from_iter([first, second]));
    firsts.chars().flat_map(behind).map(|pair| &*pair.leak()).collect()
}
