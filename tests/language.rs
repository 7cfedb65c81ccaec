//! The context typo engine on what it was not made for, and the files of language models: texts without end, without
//! Chinese, in another kind of Chinese; models that are damaged, foreign or trained twice.

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use shenjiao::config::Config;
use shenjiao::engine::Linter;
use shenjiao::finding::LocatedFinding;
use shenjiao::language::{self, Model, ModelError, train};
use shenjiao::source::Source;

fn linter(settings: impl FnOnce(&mut Config)) -> Linter {
    let mut config = Config { select: vec!["typo/context".to_string()], ..Config::default() };
    settings(&mut config);
    Linter::new(config, Path::new("."), jiff::civil::date(2026, 11, 22), None).expect("built-in rules")
}

static LINTER: LazyLock<Linter> = LazyLock::new(|| linter(|_| {}));

fn findings_of(linter: &Linter, text: &str) -> Vec<LocatedFinding> {
    let source = Source::new("稿件.txt", text.as_bytes().to_vec()).expect("a text");
    linter.read(&source).articles.iter().flat_map(|article| linter.check(&source, article).findings).collect()
}

fn findings(text: &str) -> Vec<LocatedFinding> {
    findings_of(&LINTER, text)
}

fn corrections(text: &str) -> Vec<(String, String)> {
    let pair =
        |finding: LocatedFinding| (finding.text.clone(), finding.suggestions.first().cloned().unwrap_or_default());
    findings(text).into_iter().map(pair).collect()
}

#[test]
fn finds_wrong_characters_words_and_order_by_context() {
    let pair = |written: &str, meant: &str| vec![(written.to_string(), meant.to_string())];
    assert_eq!(corrections("各级政府要依法保障公民的合法权力不受侵犯。"), pair("力", "利"));
    assert_eq!(corrections("对涉嫌严重危机违法的党员干部立案审查调查。"), pair("危机", "违纪"));
    assert_eq!(corrections("各地区各部门要认真贯彻执行党中央的策决部署。"), pair("策决", "决策"));
}

#[test]
fn finds_the_dropped_half_of_a_word_in_running_text() {
    let text = "各地区各部门要认真贯落实党中央决策部署。";
    let found = findings(text);
    assert_eq!(found[0].message, "“贯落实”疑漏“彻”字");
    assert_eq!((found[0].text.as_str(), found[0].suggestions[0].as_str()), ("贯落实", "贯彻落实"));
    assert_eq!(findings("认真贯落实党中央决策部署"), [], "a heading");
    assert_eq!(findings("会议学习了《认真贯落实党中央决策部署》一文。"), [], "a title");
    assert_eq!(findings(&format!("{text}\n{text}")), [], "what is written twice is meant");
}

#[test]
fn a_finding_says_what_made_the_engine_sure() {
    let found = findings("各级政府要依法保障公民的合法权力不受侵犯。");
    assert!(found[0].confidence > 0.5 && found[0].confidence <= 1.0);
    assert!(found[0].why.contains("读音相同") && found[0].why.contains("权利"), "{}", found[0].why);
}

#[test]
fn other_kinds_of_text_give_no_flood() {
    let texts = [
        "The quick brown fox jumps over the lazy dog. 1234567890 ".repeat(50),
        "子曰：“学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？”".repeat(3),
        "環球時報報導，臺灣地區領導人選舉結果揭曉後，兩岸關係備受矚目，學者認為應當維護和平發展。".repeat(3),
        "\u{e000}\u{f8ff}\u{378}\u{10ffff}\u{2fa1f}\u{3000}".repeat(100),
        "张伟、王芳、李娜、刘洋、陈静、杨勇、赵磊、黄敏、周杰、吴霞、徐丽、孙强、马超、朱琳、胡军、郭峰、何平、林燕、高飞、罗兰"
            .to_string(),
    ];
    for text in texts {
        let found = findings(&text);
        assert!(found.len() <= 5, "{} findings in {}…", found.len(), text.chars().take(20).collect::<String>());
    }
}

/// Seconds a text takes, the best of three.
fn time(text: &str) -> Duration {
    let once = || {
        let start = Instant::now();
        findings(text);
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn time_is_linear_in_the_text() {
    // Twelve times the text may take thrice twelve times as long: what is quadratic takes a hundred and forty-four times.
    for unit in ["贯彻落实党的二十大精神", "权力和权利", "的", "甲乙丙丁戊己庚辛"] {
        let (short, long) = (unit.repeat(100), unit.repeat(1200));
        findings(&short);
        let (short, long) = (time(&short), time(&long));
        assert!(long < short * 36 + Duration::from_millis(200), "{unit}: {short:?} and {long:?}");
    }
}

#[test]
fn an_article_lists_no_more_than_its_share() {
    let text =
        format!("各级政府要依法保障公民的合法权力不受侵犯，{}。\n", "坚持以人民为中心的发展思想，扎实推进共同富裕")
            .repeat(120);
    let found = findings(&text);
    assert!(found.len() <= 51, "{}", found.len());
}

/// A small model of sentences a line.
fn trained(lines: &str) -> Vec<u8> {
    let read = |each: &mut dyn FnMut(&str)| {
        lines.lines().for_each(&mut *each);
        Ok(())
    };
    let characters = train::characters(&[0, 0, 0, 0], &read).expect("text in memory");
    let words = train::words(&[0, 0], &read).expect("text in memory");
    language::pack(&characters, &words)
}

#[test]
fn training_is_deterministic_and_damage_is_refused() {
    let lines = "云溪县人民政府办公室\n云溪县推进乡村全面振兴\n坚持统筹发展和安全".repeat(20);
    let bytes = trained(&lines);
    assert_eq!(bytes, trained(&lines));
    assert!(Model::read(&bytes).is_ok());
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 0x10;
    assert_eq!(Model::read(&damaged).unwrap_err(), ModelError::Damaged);
    let mut config = Config::default();
    config.settings.context.archive = Some("tests/language.rs".into());
    let error = Linter::new(config, Path::new("."), jiff::civil::date(2026, 11, 22), None).err().expect("no model");
    assert!(error.0[0].contains("不是语言模型文件"), "{:?}", error.0);
}

#[test]
fn an_archive_vouches_for_what_is_usual_in_it() {
    let sentence = "各级政府要依法保障公民的合法权力不受侵犯。";
    assert_eq!(findings(sentence).len(), 1);
    let model = trained(&format!("{sentence}\n").repeat(30));
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), &model).expect("a temporary file");
    let with_archive = linter(|config| config.settings.context.archive = Some(file.path().to_path_buf()));
    assert_eq!(findings_of(&with_archive, sentence).len(), 0);
}
