//! Who may come in: by token or logged in, by the name the service is called by, and not too often; and what every answer
//! carries.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use core::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::api::refusal;
use super::{Desk, Options, workbench};

/// How long a request may take, its body included.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// Requests that an address may make at once, in seconds of its rate.
const BURST: f64 = 4.0;
/// Addresses that are remembered; beyond that, the quiet ones are forgotten and the rest is a crowd.
const MOST_ADDRESSES: usize = 10_000;

/// What every answer carries that does not say otherwise itself: nothing of it is to be run, framed, guessed at or kept.
const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
];

pub(super) struct Guard {
    tokens: Vec<String>,
    origins: Vec<HeaderValue>,
    /// Only this machine comes: then the name in the request must be this machine's too, so that no page from elsewhere
    /// whose name was pointed here gets in.
    is_local: bool,
    rate: f64,
    desk: Arc<Desk>,
    seen: Mutex<Allowances>,
}

/// Marks a request that came with a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct ByToken;

/// What is left of an address's requests.
struct Allowance {
    left: f64,
    at: Instant,
}

impl Guard {
    pub fn new(options: &Options, desk: Arc<Desk>) -> Self {
        Self {
            tokens: options.tokens.clone(),
            origins: options.origins.clone(),
            is_local: options.listen.ip().is_loopback(),
            rate: f64::from(options.rate),
            desk,
            seen: Mutex::default(),
        }
    }

    pub fn around(self, routes: Router) -> Router {
        let cors = CorsLayer::new()
            .allow_origin(AllowOrigin::list(self.origins.clone()))
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE]);
        routes.layer(cors).layer(middleware::from_fn_with_state(Arc::new(self), pass))
    }

    /// Why a request is turned away.
    fn refuses(&self, headers: &HeaderMap, client: IpAddr) -> Option<(StatusCode, &'static str)> {
        if !self.has_allowance(client) {
            return Some((StatusCode::TOO_MANY_REQUESTS, "请求太频繁，请过几秒再试"));
        }
        let is_named = |host: &HeaderValue| host.to_str().is_ok_and(is_this_machine);
        if self.is_local && !headers.get(header::HOST).is_some_and(is_named) {
            return Some((StatusCode::FORBIDDEN, "只接受用 localhost 或 127.0.0.1 访问"));
        }
        None
    }

    /// Whether a request may come in without token and log-in.
    fn is_open_to(&self, request: &Request) -> bool {
        // A preflight request carries no token; it gets nothing but the CORS headers.
        self.is_local && self.tokens.is_empty()
            || request.method() == Method::OPTIONS
            || workbench::is_open(request.uri().path())
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let given = given.and_then(|value| value.strip_prefix("Bearer "));
        given.is_some_and(|given| self.tokens.iter().any(|token| is_same(token, given)))
    }

    /// Lets a request in, or says why not.
    async fn admit(&self, mut request: Request, next: Next) -> Response {
        if self.has_token(request.headers()) {
            request.extensions_mut().insert(ByToken);
        } else if !self.is_open_to(&request) {
            match workbench::user(&self.desk, request.headers()).await {
                Ok(Some(user)) => drop(request.extensions_mut().insert(user)),
                Ok(None) => return refusal(StatusCode::UNAUTHORIZED, self.unauthorised()).into_response(),
                Err(refusal) => return refusal.into_response(),
            }
        }
        next.run(request).await
    }

    fn unauthorised(&self) -> &'static str {
        match self.desk.office {
            Some(_) => "请先登录；其他程序要有令牌：请求头 Authorization 写 Bearer 加令牌",
            None => "要有令牌：请求头 Authorization 写 Bearer 加令牌",
        }
    }

    /// Takes one from an address's allowance.
    fn has_allowance(&self, peer: IpAddr) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).take(peer, self.rate, Instant::now())
    }
}

/// What is left to each address. However many there are, only so many are remembered; the others share one allowance.
#[derive(Default)]
struct Allowances {
    known: HashMap<IpAddr, Allowance>,
    crowd: Option<Allowance>,
}

impl Allowances {
    /// Takes one from an allowance, which fills up with time.
    fn take(&mut self, peer: IpAddr, rate: f64, now: Instant) -> bool {
        if self.known.len() >= MOST_ADDRESSES && !self.known.contains_key(&peer) {
            self.known.retain(|_, allowance| now.duration_since(allowance.at).as_secs_f64() < BURST);
        }
        let full = rate * BURST;
        let whole = Allowance { left: full, at: now };
        let allowance = if self.known.len() < MOST_ADDRESSES || self.known.contains_key(&peer) {
            self.known.entry(peer).or_insert(whole)
        } else {
            self.crowd.get_or_insert(whole)
        };
        let passed = now.duration_since(allowance.at).as_secs_f64();
        allowance.left = (allowance.left + passed * rate).min(full);
        allowance.at = now;
        let has = allowance.left >= 1.0;
        allowance.left -= f64::from(u8::from(has));
        has
    }
}

async fn pass(
    State(guard): State<Arc<Guard>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match guard.refuses(request.headers(), client(request.headers(), peer.ip())) {
        Some((status, message)) => refusal(status, message).into_response(),
        None => tokio::time::timeout(TIME_LIMIT, guard.admit(request, next))
            .await
            .unwrap_or_else(|_| refusal(StatusCode::REQUEST_TIMEOUT, "请求发得太慢，60 秒内没有收完").into_response()),
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Where a request comes from. A proxy on this machine says whom it asks for.
pub(super) fn client(headers: &HeaderMap, peer: IpAddr) -> IpAddr {
    let told = headers.get("x-forwarded-for").filter(|_| peer.is_loopback()).and_then(|value| value.to_str().ok());
    told.and_then(|told| told.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

/// Whether a host, perhaps with a port, is a name of this machine to itself.
fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(name.map_or(host, |(name, _)| name), "localhost" | "127.0.0.1" | "[::1]")
}

/// Compares in a time that does not tell where they differ.
fn is_same(token: &str, given: &str) -> bool {
    let differ = token.bytes().zip(given.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other));
    token.len() == given.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are() {
        for host in ["localhost", "localhost:8081", "127.0.0.1:1", "[::1]:80", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com", "127.0.0.1.example.com:80", "localhost:x"] {
            assert!(!is_this_machine(host), "{host}");
        }
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 10.0.0.7"));
        let (here, there): (IpAddr, IpAddr) = ([127, 0, 0, 1].into(), [10, 0, 0, 2].into());
        assert_eq!(client(&headers, here), IpAddr::from([10, 0, 0, 7]));
        assert_eq!(client(&headers, there), there, "anybody could write this");
        assert!(is_same("abc", "abc") && !is_same("abc", "abd") && !is_same("abc", "ab"));
    }
    #[test]
    fn many_addresses_fill_no_memory_and_take_nothing_from_those_that_are_known() {
        let (mut seen, now) = (Allowances::default(), Instant::now());
        let address = |number: u32| IpAddr::from(core::net::Ipv4Addr::from(number));
        let most = u32::try_from(MOST_ADDRESSES).unwrap();
        let passed = (0..most * 5).filter(|number| seen.take(address(*number), 2.0, now)).count();
        assert_eq!((seen.known.len(), passed), (MOST_ADDRESSES, MOST_ADDRESSES + 8), "the crowd has one allowance");
        assert!(seen.take(address(0), 2.0, now), "who was there before is not of the crowd");
        let later = now + Duration::from_secs(10);
        assert!(seen.take(address(most * 5), 2.0, later) && seen.known.len() == 1, "the quiet ones are forgotten");
    }
}
