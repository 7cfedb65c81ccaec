//! How the service holds under load: an article of 3,000 characters, so many times a second, then many requests as fast as
//! they are answered. Prints the times that requests took from when they were due, and the memory of the service, which must
//! not grow with the requests. Run it on a machine that has nothing else to do:
//!
//! ```sh
//! cargo build --release && cargo run --release --example load -- target/release/shenjiao --no-context
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const RATE: u32 = 50;
const SECONDS: u32 = 20;
/// Requests without a pause, after each of which the memory is looked at.
const MANY: [u32; 3] = [10_000, 10_000, 20_000];
const CHARACTERS: usize = 3000;
/// Connections at the same time.
const CLIENTS: usize = 16;
const WARM_UP: u32 = 200;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().ok_or("usage: load SHENJIAO [OPTIONS OF serve]")?;
    let (mut service, address) = start(&program, &arguments.collect::<Vec<_>>())?;
    let measured = measure(&address, service.id());
    service.kill()?;
    service.wait()?;
    measured
}

fn start(program: &str, options: &[String]) -> Outcome<(Child, String)> {
    let mut service = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--rate", "100000"])
        .args(options)
        .stderr(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    BufReader::new(service.stderr.take().ok_or("no standard error")?).read_line(&mut said)?;
    let address = said.split("http://").nth(1).ok_or_else(|| said.clone())?;
    let address = address.chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect();
    Ok((service, address))
}

fn measure(address: &str, process: u32) -> Outcome<()> {
    let request = request(address);
    run(address, &request, WARM_UP, None)?;
    let mut times = run(address, &request, RATE * SECONDS, Some(Duration::from_secs(1) / RATE))?;
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!("{RATE}/s for {SECONDS} s: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", at(50), at(95), at(99));
    println!("resident memory {} KiB", resident(process)?);
    for many in MANY {
        let began = Instant::now();
        run(address, &request, many, None)?;
        let seconds = began.elapsed().as_secs_f64();
        println!("{many} requests in {seconds:.1} s; resident memory {} KiB", resident(process)?);
    }
    Ok(())
}

/// Sends so many requests over a few connections, one each `pace` where there is one; the time that each took from when it
/// was due.
fn run(address: &str, request: &[u8], count: u32, pace: Option<Duration>) -> Outcome<Vec<Duration>> {
    let (next, began) = (AtomicU32::new(0), Instant::now());
    let client = || -> Outcome<Vec<Duration>> {
        let mut connection = BufReader::new(TcpStream::connect(address)?);
        connection.get_ref().set_nodelay(true)?;
        let mut times = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(times);
            }
            let due = pace.map_or_else(Instant::now, |pace| began + pace * number);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            connection.get_mut().write_all(request)?;
            answer(&mut connection)?;
            times.push(due.elapsed());
        }
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        let mut times = Vec::new();
        for client in clients {
            times.extend(client.join().map_err(|_| "a client failed")??);
        }
        Ok(times)
    })
}

/// Reads one answer, which must be good.
fn answer(connection: &mut BufReader<TcpStream>) -> Outcome<()> {
    let (mut line, mut length) = (String::new(), 0);
    connection.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 200") {
        return Err(line.into());
    }
    while line != "\r\n" {
        line.clear();
        connection.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    connection.read_exact(&mut vec![0; length])?;
    Ok(())
}

/// An article as an office writes it, with a few faults.
fn request(address: &str) -> Vec<u8> {
    let paragraphs = [
        "为进一步做好今年的防汛工作，各乡镇人民政府、县直各有关单位要提高认识，压实责任，加强值班值守，严格执行二十四小时值班制度。",
        "要组织力量对水库、堤防、山塘和地质灾害隐患点进行全面排查，发现问题及时整改，整改情况于六月十五日前报县应急管理局。",
        "各单位要认真布署，备足抢险物资，开展一次实战演练，确保关键时刻拉得出、用得上。",
        "县融媒体中心要及时发布雨情、水情和预警信息，引导群众做好防范，营造全社会共同参与的良好氛围。",
    ];
    let text: String = paragraphs.iter().flat_map(|paragraph| [paragraph, "\\n\\n"]).collect();
    let mut body = String::new();
    while body.chars().count() < CHARACTERS {
        body += &text;
    }
    let json = format!("{{\"title\":\"关于做好防汛工作的通知\",\"format\":\"text\",\"body\":\"{body}\"}}");
    let head = format!("POST /api/v1/check HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n", json.len());
    [head.as_bytes(), json.as_bytes()].concat()
}

/// Kibibytes of memory that a process has (Linux).
fn resident(process: u32) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
