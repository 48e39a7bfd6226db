//! Girofresco plans daily pickup rounds of surplus food and follows every crate from shop to family.

pub mod web;
pub mod words;
