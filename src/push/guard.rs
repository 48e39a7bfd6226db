//! Where messages may go: the push services of the browsers, never an address inside a network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use reqwest::Url;

/// The push services: Chrome and its kin; Firefox; Safari; Edge. A dot in front stands for every name below.
const SERVICES: [&str; 4] =
    ["fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"];

/// The longest address that is kept.
const LONGEST: usize = 1024;

/// The address is not one of a known push service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a known push service")]
pub struct NoService;

/// A push service on this machine, for tests: `http://127.0.0.1:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestOrigin(String);

impl FromStr for TestOrigin {
    type Err = NoService;

    fn from_str(text: &str) -> Result<Self, NoService> {
        let url = Url::parse(text).map_err(|_| NoService)?;
        let here = url.host_str().and_then(|host| host.parse::<IpAddr>().ok()).is_some_and(|ip| ip.is_loopback());
        let plain = url.scheme() == "http" && url.port().is_some() && url.path() == "/" && url.query().is_none();
        if here && plain && has_no_user(&url) { Ok(Self(url.origin().ascii_serialization())) } else { Err(NoService) }
    }
}

/// Decides where messages may go.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    test_origin: Option<TestOrigin>,
}

impl Guard {
    /// Lets one more origin through, on this machine, for tests.
    pub fn with_test_origin(test_origin: Option<TestOrigin>) -> Self {
        Self { test_origin }
    }

    /// The address as it is understood, if messages may go there.
    ///
    /// # Errors
    /// When it is not of a known push service.
    pub fn check(&self, endpoint: &str) -> Result<Url, NoService> {
        if endpoint.len() > LONGEST {
            return Err(NoService);
        }
        let url = Url::parse(endpoint).map_err(|_| NoService)?;
        let for_tests = self.test_origin.as_ref().is_some_and(|known| url.origin().ascii_serialization() == known.0);
        let known = url.scheme() == "https" && url.port().is_none() && url.domain().is_some_and(is_service);
        if (known || for_tests) && has_no_user(&url) && url.fragment().is_none() { Ok(url) } else { Err(NoService) }
    }
}

fn has_no_user(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

fn is_service(host: &str) -> bool {
    SERVICES.iter().any(|service| {
        if service.starts_with('.') { host.len() > service.len() && host.ends_with(service) } else { host == *service }
    })
}

/// The host of an address: all of it that may be printed.
pub fn host(endpoint: &str) -> String {
    Url::parse(endpoint).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether an address is one of the open internet: asked of every address that a name leads to, at the moment of dialling.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// RFC 6890 and its registry of special addresses.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99);
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    // Behind a translator the address inside counts.
    if segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [.., a, b, c, d] = ip.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let global = segments[0] & 0xe000 == 0x2000;
    let special = matches!((segments[0], segments[1]), (0x2001, ..0x200 | 0xdb8) | (0x2002, _) | (0x3fff, ..0x1000));
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ways to write an address that is not a push service's, most of which lead into a network.
    const OUTSIDE: [&str; 84] = [
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://127.0.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://0x7f.0.0.1/x",
        "https://0177.0.0.1/x",
        "https://017700000001/x",
        "https://127.0.0.1./x",
        "https://127。0。0。1/x",
        "https://１２７.０.０.１/x",
        "https://%31%32%37.0.0.1/x",
        "https://0/x",
        "https://0.0.0.0/x",
        "https://[::]/x",
        "https://[::1]/x",
        "https://[0:0:0:0:0:0:0:1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[::ffff:7f00:1]/x",
        "https://[::127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[64:ff9b::10.0.0.1]/x",
        "https://[2002:7f00:1::]/x",
        "https://[2001:0:7f00:1::]/x",
        "https://[fe80::1]/x",
        "https://[fc00::1]/x",
        "https://[fd12:3456::1]/x",
        "https://[ff02::1]/x",
        "https://10.0.0.1/x",
        "https://10.1/x",
        "https://0xa000001/x",
        "https://167772161/x",
        "https://172.16.0.1/x",
        "https://172.31.255.255/x",
        "https://192.168.1.1/x",
        "https://192.168.257/x",
        "https://0xc0a80101/x",
        "https://3232235777/x",
        "https://169.254.169.254/latest/meta-data",
        "https://0xa9fea9fe/x",
        "https://2852039166/x",
        "https://[::ffff:169.254.169.254]/x",
        "https://[fd00:ec2::254]/x",
        "https://100.64.0.1/x",
        "https://192.0.0.170/x",
        "https://198.18.0.1/x",
        "https://224.0.0.1/x",
        "https://255.255.255.255/x",
        "https://8.8.8.8/x",
        "https://localhost/x",
        "https://LOCALHOST/x",
        "https://localhost./x",
        "https://localhost.localdomain/x",
        "https://foo.localhost/x",
        "https://ip6-localhost/x",
        "https://metadata.google.internal/x",
        "https://kubernetes.default.svc/x",
        "https://printer.local/x",
        "https://127.0.0.1.nip.io/x",
        "https://localtest.me/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://fcm.googleapis.com:443@127.0.0.1/x",
        "https://user@fcm.googleapis.com/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://127.0.0.1#fcm.googleapis.com/x",
        "https://127.0.0.1?fcm.googleapis.com/x",
        "https://127.0.0.1\\@fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://x.fcm.googleapis.com/x",
        "https://fcm.googleapis.com./x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:22/x",
        "https://fcm.googleapis.com/x#part",
        "https://push.services.mozilla.com.evil.example/x",
        "https://evilpush.services.mozilla.com/x",
        "https://.push.apple.com/x",
        "https://evil.example/.push.apple.com/x",
        "http://fcm.googleapis.com/x",
        "ftp://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/x",
        "//fcm.googleapis.com/x",
        "",
    ];

    #[test]
    fn nothing_but_the_push_services_is_let_through() {
        let guard = Guard::default();
        for endpoint in OUTSIDE {
            assert_eq!(guard.check(endpoint), Err(NoService), "{endpoint}");
        }
        assert!(guard.check(&format!("https://fcm.googleapis.com/{}", "x".repeat(LONGEST))).is_err());
    }

    #[test]
    fn the_push_services_are_let_through() {
        let guard = Guard::default();
        for endpoint in [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://FCM.googleapis.com:443/wp/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/abc",
            "https://wns2-par02p.notify.windows.com/w/?token=abc%2f",
        ] {
            assert!(guard.check(endpoint).is_ok(), "{endpoint}");
        }
    }

    #[test]
    fn a_test_origin_is_of_this_machine_and_lets_only_itself_through() {
        let guard = Guard::with_test_origin(Some("http://127.0.0.1:4567".parse().unwrap()));
        assert!(guard.check("http://127.0.0.1:4567/push/1").is_ok());
        for endpoint in ["http://127.0.0.1:4568/x", "https://127.0.0.1:4567/x", "http://u@127.0.0.1:4567/x"] {
            assert!(guard.check(endpoint).is_err(), "{endpoint}");
        }
        for origin in ["http://10.0.0.1:80/", "http://localhost:4567", "https://127.0.0.1:1", "http://127.0.0.1", "x"] {
            assert!(origin.parse::<TestOrigin>().is_err(), "{origin}");
        }
    }

    #[test]
    fn addresses_inside_networks_are_never_dialled() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.0.170",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in
            ["8.8.8.8", "142.250.180.10", "17.188.143.1", "2a00:1450:4002::200a", "2620:149::1", "64:ff9b::808:808"]
        {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn of_an_endpoint_only_the_host_is_printed() {
        assert_eq!(host("https://fcm.googleapis.com/fcm/send/secret"), "fcm.googleapis.com");
        assert_eq!(host("no address"), "");
    }
}
