//! The compiled segmenter cuts exactly like `jieba-rs` without its HMM.

use jieba_rs::Jieba;
use shenjiao::segment::segmenter;

fn check(jieba: &Jieba, text: &str) {
    let expected: Vec<&str> = jieba.cut(text, false).iter().map(|token| token.word).collect();
    assert_eq!(segmenter().cut(text), expected, "{text:?}");
}

#[test]
fn cuts_every_line_of_the_corpus_like_jieba() {
    let jieba = Jieba::new();
    let mut lines = 0;
    for entry in ignore::Walk::new("corpus").flatten().filter(|entry| entry.path().is_file()) {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        for line in text.lines().filter(|line| !line.contains('\r')) {
            check(&jieba, line);
            lines += 1;
        }
    }
    assert!(lines > 500, "{lines} lines");
}

proptest::proptest! {
    #[test]
    fn cuts_any_text_like_jieba(text in "[一-龥a-zA-Z0-9+#&._%，。 -]{0,60}") {
        static JIEBA: std::sync::LazyLock<Jieba> = std::sync::LazyLock::new(Jieba::new);
        check(&JIEBA, &text);
    }
}
