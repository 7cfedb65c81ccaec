//! The command line as users see it: each case is a file of `tests/cli`, run in a folder of its own.

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cli/*.toml");
}
