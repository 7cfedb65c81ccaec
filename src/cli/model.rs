//! `shenjiao model`: trains a language model and the classifiers, and writes the evidence that the re-ranker is trained on.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::options::complain;
use super::{CLEAN, FAILED};
use crate::fix::AtomicFile;
use crate::language::{self, Model, NAMES, Scanner, Token, characters::Character, train};
use crate::source::read_error;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: ModelCommand,
}

#[derive(Subcommand)]
enum ModelCommand {
    /// 用本单位审定过的稿件训练一个语言模型
    #[command(after_help = "例子：
  for f in 往年稿件/*.html; do shenjiao text \"$f\"; done > 稿件.txt
  shenjiao model train 稿件.txt -o 本单位.model
再在 shenjiao.toml 里写：
  [rules.context]
  archive = \"本单位.model\"
此后语境检查不再怀疑这些稿件里的习惯写法。文字越多越好，至少要几十万字。")]
    Train {
        /// 纯文本文件，UTF-8 编码，一行一段
        #[arg(value_name = "文本", required = true)]
        texts: Vec<PathBuf>,
        /// 模型写到哪里
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 各长度的字串出现几次及以下的不收，从一个字起
        #[arg(long, value_name = "次数", value_delimiter = ',', default_value = "0,0,1,2", value_parser = clap::value_parser!(u32).range(0..=1000))]
        prune_characters: Vec<u32>,
        /// 各长度的词串出现几次及以下的不收，从一个词起
        #[arg(long, value_name = "次数", value_delimiter = ',', default_value = "0,1,2", value_parser = clap::value_parser!(u32).range(0..=1000))]
        prune_words: Vec<u32>,
    },
    /// 训练区分易混词的分类器（维护者用）
    Choices {
        /// 没有错字的纯文本，UTF-8 编码，一行一段
        #[arg(value_name = "文本", required = true)]
        texts: Vec<PathBuf>,
        /// 分类器写到哪里
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 没有用来训练的文本，训练后看每组词判得对不对
        #[arg(long, value_name = "文本", num_args = 1..)]
        held: Vec<PathBuf>,
    },
    /// 写出句对中各处疑点的证据，供训练排序模型（维护者用）
    Evidence {
        /// 每行“原句<制表符>改正后的句子”
        #[arg(value_name = "句对", required = true)]
        pairs: Vec<PathBuf>,
        /// 用这个语言模型，不用内置的
        #[arg(long, value_name = "文件")]
        model: Option<PathBuf>,
    },
}

pub(super) fn run(args: Args) -> io::Result<u8> {
    match args.command {
        ModelCommand::Train { texts, output, prune_characters, prune_words } => {
            let longest = [(&prune_characters, train::LONGEST_CHARACTERS), (&prune_words, train::LONGEST_WORDS)];
            if let Some((_, most)) = longest.iter().find(|(pruned, most)| pruned.is_empty() || pruned.len() > *most) {
                complain([format!("次数要写1至{most}个，以逗号分隔")]);
                return Ok(FAILED);
            }
            train_model(&texts, &output, &prune_characters, &prune_words)
        }
        ModelCommand::Choices { texts, output, held } => train_choices(&texts, &output, &held),
        ModelCommand::Evidence { pairs, model } => evidence(&pairs, model.as_deref()),
    }
}

fn train_model(texts: &[PathBuf], output: &Path, characters: &[u32], words: &[u32]) -> io::Result<u8> {
    let tables = match reading(
        texts,
        // Each order of characters takes a pass, words take one.
        characters.len() + 1,
        &|read| Ok((train::characters(characters, read)?, train::words(words, read)?)),
    ) {
        Ok(tables) => tables,
        Err((path, why)) => return fail(&path, &why),
    };
    write(output, &language::pack(&tables.0, &tables.1))
}

fn train_choices(texts: &[PathBuf], output: &Path, held: &[PathBuf]) -> io::Result<u8> {
    let trained = reading(texts, train::CHOICES_PASSES, &|read| train::choices(language::GROUPS, read));
    let bytes = match trained {
        Ok(bytes) => bytes,
        Err((path, why)) => return fail(&path, &why),
    };
    if !held.is_empty() {
        let tested = match reading(held, 1, &|read| train::test_choices(&bytes, read)) {
            Ok(tested) => tested,
            Err((path, why)) => return fail(&path, &why),
        };
        let mut out = BufWriter::new(io::stdout().lock());
        writeln!(out, "group\tplaces\tright\tsurely_wrong")?;
        for (row, tested) in language::GROUPS.lines().zip(tested) {
            writeln!(out, "{}\t{}\t{}\t{}", row.replace('\t', "/"), tested.places, tested.right, tested.surely_wrong)?;
        }
        out.flush()?;
    }
    write(output, &bytes)
}

/// Does what goes through texts so many times, with progress; else the file and why not.
fn reading<T>(
    texts: &[PathBuf],
    passes: usize,
    work: &dyn Fn(train::Read) -> io::Result<T>,
) -> Result<T, (PathBuf, String)> {
    let mut size = 0;
    for path in texts {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => size += metadata.len(),
            Ok(_) => {
                let why = "这是文件夹，不是文件；先用 shenjiao text 把里面的稿件逐个写成纯文本，见 shenjiao model train --help 里的例子";
                return Err((path.clone(), why.to_string()));
            }
            Err(error) => return Err((path.clone(), read_error(&error))),
        }
    }
    let progress = progress(size * passes as u64);
    let read = |each: &mut dyn FnMut(&str)| -> io::Result<()> {
        for path in texts {
            train::each_line(progress.wrap_read(File::open(path)?), each)?;
        }
        Ok(())
    };
    let done = work(&read);
    progress.finish_and_clear();
    done.map_err(|error| (texts[0].clone(), read_error(&error)))
}

fn write(output: &Path, bytes: &[u8]) -> io::Result<u8> {
    let written = AtomicFile::create(output).and_then(|mut file| {
        file.write_all(bytes)?;
        file.commit()
    });
    if let Err(error) = written {
        return fail(output, &format!("写不了：{error}"));
    }
    complain([format!(
        "{}：{:.1} MiB，校验和{:08x}",
        output.display(),
        bytes.len() as f64 / 1_048_576.0,
        language::sum(bytes)
    )]);
    Ok(CLEAN)
}

fn progress(bytes: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {percent}% {bytes_per_sec} 还需{eta}");
    ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn fail(path: &Path, why: &str) -> io::Result<u8> {
    complain([format!("{}：{why}", path.display())]);
    Ok(FAILED)
}

/// Columns: file and line by number, place, what is written, what may be meant, whether that is right, the evidence.
fn evidence(pairs: &[PathBuf], model: Option<&Path>) -> io::Result<u8> {
    let bytes;
    let own;
    let model = match model {
        None => language::model(),
        Some(path) => {
            bytes = match fs::read(path) {
                Ok(bytes) => bytes,
                Err(error) => return fail(path, &read_error(&error)),
            };
            own = match Model::read(&bytes) {
                Ok(model) => model,
                Err(error) => return fail(path, &error.to_string()),
            };
            &own
        }
    };
    let mut scanner = Scanner::new(model, language::knowledge());
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "file\tline\tat\twritten\tmeant\tright\t{}", NAMES.join("\t"))?;
    for (number, path) in pairs.iter().enumerate() {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return fail(path, &read_error(&error)),
        };
        for (line, pair) in text.lines().enumerate() {
            let (source, target) = pair.split_once('\t').unwrap_or((pair, pair));
            let [source, target] =
                [source, target].map(|text| language::characters::characters(text).collect::<Vec<Character>>());
            if source.len() != target.len() {
                continue;
            }
            for suspect in scanner.suspects(&source) {
                let target: Vec<Token> =
                    target[suspect.at..][..suspect.meant.len()].iter().map(|character| character.token).collect();
                let [written, meant] = [&suspect.written, &suspect.meant].map(|tokens| shown(tokens));
                let right = u8::from(target == suspect.meant);
                write!(out, "{number}\t{line}\t{}\t{written}\t{meant}\t{right}", suspect.at)?;
                suspect.evidence.iter().try_for_each(|number| write!(out, "\t{number:.4}"))?;
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    Ok(CLEAN)
}

fn shown(tokens: &[Token]) -> String {
    tokens.iter().filter_map(|token| char::from_u32(*token as u32)).collect()
}
