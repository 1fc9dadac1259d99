//! The public interface: laws, samples, and what strangers may send.

#![expect(clippy::panic, reason = "what a test helper cannot read, it shows")]

mod aria;
mod baseline;
mod captures;
mod hostile;
mod laws;
mod secrets;
