//! The command line as users see it: each case is a file of `tests/cli`, run in a folder of its own.

#[test]
fn commands() {
    // A cache of its own: what other runs left in the user's is not asked.
    let cache = tempfile::tempdir().unwrap();
    let path = cache.path().to_string_lossy().into_owned();
    trycmd::TestCases::new().env("XDG_CACHE_HOME", path).case("tests/cli/*.toml");
}
