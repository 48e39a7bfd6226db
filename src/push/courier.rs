//! Carries messages to push services over HTTP.

use super::guard::{Guard, host, is_public};
use super::keys::Keys;
use super::{Courier, Outgoing, Verdict};
use crate::domain::mailbox::Mailbox;
use crate::domain::quantity::Seconds;
use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Url, redirect};
use rustls::{ClientConfig, RootCertStore};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use web_push::{ContentEncoding, SubscriptionInfo, WebPushMessage, WebPushMessageBuilder};

/// How long a push service may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may take to be reached.
const REACH: Duration = Duration::from_secs(5);
/// However long a push service asks us to wait, after this we try again.
const LONGEST_WAIT: i64 = 6 * 3600;

/// Finds the addresses of a name.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// The system's way to find the addresses of a name.
pub fn system_lookup() -> Lookup {
    Arc::new(|name| Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) }))
}

/// Hands out only addresses of the open internet, whatever a name leads to.
struct PublicOnly(Lookup);

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let found = (self.0)(name.as_str().to_owned());
        Box::pin(async move {
            let public: Vec<SocketAddr> = found.await?.into_iter().filter(|at| is_public(at.ip())).collect();
            if public.is_empty() {
                return Err("the name leads to no address of the open internet".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Why there is no courier.
#[derive(Debug, thiserror::Error)]
pub enum NoCourier {
    /// TLS cannot be set up.
    #[error("messages to phones cannot be encrypted on their way: {0}")]
    Tls(#[from] rustls::Error),
    /// The client cannot be made.
    #[error("messages to phones cannot be sent: {0}")]
    Client(#[from] reqwest::Error),
}

/// TLS that trusts the roots that the program brings, so that it runs on a machine without any.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(tls)
}

/// The courier over HTTP.
pub struct HttpCourier {
    client: Client,
    keys: Keys,
    /// Whom a push service may write to about us: `mailto:` or `https://`.
    contact: String,
    guard: Guard,
}

impl HttpCourier {
    /// A courier that signs with `keys` and goes where `guard` lets it.
    ///
    /// # Errors
    /// When TLS or the client cannot be set up.
    pub fn new(keys: Keys, contact: String, guard: Guard, lookup: Lookup) -> Result<Self, NoCourier> {
        let client = Client::builder()
            .tls_backend_preconfigured(tls()?)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .connect_timeout(REACH)
            .dns_resolver(Arc::new(PublicOnly(lookup)))
            .build()?;
        Ok(Self { client, keys, contact, guard })
    }

    async fn carry(&self, message: &Outgoing) -> Verdict {
        // What was let in once is asked for again: the list may have become shorter since.
        let Ok(url) = self.guard.check(&message.to.endpoint) else { return Verdict::Refused(None) };
        let host = host(&message.to.endpoint);
        let Some(sealed) = sealed(message, &url, &self.keys, &self.contact) else {
            tracing::warn!(host, "a message could not be encrypted");
            return Verdict::Refused(None);
        };
        let Some(payload) = sealed.payload else { return Verdict::Refused(None) };
        let mut request = self
            .client
            .post(url)
            .header("ttl", sealed.ttl.to_string())
            .header("urgency", sealed.urgency.unwrap_or_default().to_string())
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(CONTENT_ENCODING, payload.content_encoding.to_str());
        if let Some(topic) = sealed.topic {
            request = request.header("topic", topic);
        }
        for (name, value) in payload.crypto_headers {
            request = request.header(name, value);
        }
        match request.body(payload.content).send().await {
            Ok(answer) => {
                let verdict = verdict(answer.status().as_u16(), answer.headers());
                match verdict {
                    Verdict::Taken(_) | Verdict::Gone(_) => {}
                    Verdict::Blocked(status) => {
                        tracing::error!(
                            host,
                            status,
                            "the push service refuses this server: check its key and contact"
                        );
                    }
                    _ => tracing::warn!(host, status = verdict.status(), "a push service did not take a message"),
                }
                verdict
            }
            Err(error) if error.is_connect() => {
                tracing::warn!(host, "a push service cannot be reached");
                Verdict::Later { status: None, after: None }
            }
            Err(_) => {
                tracing::warn!(host, "a push service did not answer; the message is not sent again");
                Verdict::Unknown
            }
        }
    }
}

impl Courier for HttpCourier {
    fn send<'a>(&'a self, message: &'a Outgoing) -> BoxFuture<'a, Verdict> {
        Box::pin(self.carry(message))
    }
}

fn verdict(status: u16, headers: &HeaderMap) -> Verdict {
    match status {
        200..=299 => Verdict::Taken(status),
        401 | 403 => Verdict::Blocked(status),
        404 | 410 => Verdict::Gone(status),
        429 | 500..=599 => {
            let after = headers.get(RETRY_AFTER).and_then(|after| after.to_str().ok()?.trim().parse::<i64>().ok());
            Verdict::Later { status: Some(status), after: after.map(|after| Seconds(after.clamp(0, LONGEST_WAIT))) }
        }
        _ => Verdict::Refused(Some(status)),
    }
}

/// Whether messages can be encrypted for a browser with these keys.
pub fn can_encrypt_for(mailbox: &Mailbox) -> bool {
    let info = info(mailbox);
    let mut builder = WebPushMessageBuilder::new(&info);
    builder.set_payload(ContentEncoding::Aes128Gcm, b"{}");
    builder.build().is_ok()
}

fn info(mailbox: &Mailbox) -> SubscriptionInfo {
    SubscriptionInfo::new(mailbox.endpoint.as_str(), mailbox.p256dh.as_str(), mailbox.auth.as_str())
}

/// The message encrypted for its browser and signed by us.
fn sealed(message: &Outgoing, url: &Url, keys: &Keys, contact: &str) -> Option<WebPushMessage> {
    let info = info(&message.to);
    let mut signature = keys.signer().add_sub_info(&info);
    // The crate would leave the port out.
    signature.add_claim("aud", url.origin().ascii_serialization());
    signature.add_claim("sub", contact);
    let mut builder = WebPushMessageBuilder::new(&info);
    builder.set_vapid_signature(signature.build().ok()?);
    builder.set_ttl(u32::try_from(message.life.0.max(0)).unwrap_or(u32::MAX));
    builder.set_urgency(if message.urgent { web_push::Urgency::High } else { web_push::Urgency::Normal });
    builder.set_topic(message.topic.clone());
    builder.set_payload(ContentEncoding::Aes128Gcm, message.text.as_bytes());
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_what_became_of_a_message() {
        let plain = HeaderMap::new();
        assert_eq!(verdict(201, &plain), Verdict::Taken(201));
        assert_eq!(verdict(410, &plain), Verdict::Gone(410));
        assert_eq!(verdict(403, &plain), Verdict::Blocked(403));
        assert_eq!(verdict(301, &plain), Verdict::Refused(Some(301)));
        assert_eq!(verdict(413, &plain), Verdict::Refused(Some(413)));
        let waits = |text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            let Verdict::Later { after, .. } = verdict(429, &headers) else { panic!("later") };
            after
        };
        assert_eq!(waits("90"), Some(Seconds(90)));
        assert_eq!(waits("99999999"), Some(Seconds(LONGEST_WAIT)));
        assert_eq!(waits("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_a_network_is_not_dialled() {
        let answer = |addresses: &'static [&'static str]| {
            let lookup: Lookup = Arc::new(move |_| {
                let found = addresses.iter().map(|at| at.parse().unwrap()).collect();
                Box::pin(std::future::ready(Ok(found)))
            });
            PublicOnly(lookup).resolve("fcm.googleapis.com".parse().unwrap())
        };
        assert!(answer(&["127.0.0.1:0"]).await.is_err());
        assert!(answer(&["[::ffff:10.0.0.1]:0", "169.254.169.254:0"]).await.is_err());
        let left: Vec<_> = answer(&["192.168.1.1:0", "8.8.8.8:0"]).await.unwrap().collect();
        assert_eq!(left, ["8.8.8.8:0".parse().unwrap()]);
    }
}
