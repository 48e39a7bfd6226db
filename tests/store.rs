//! Storage on both engines.

mod support;

use girofresco::store::Store;

#[tokio::test]
async fn every_statement_is_accepted_by_both_engines() {
    assert!(Store::statements().len() > 80);
    for fresh in support::both().await {
        for (name, statement) in Store::statements() {
            if let Err(error) = fresh.store.prepare(statement).await {
                panic!("{:?} does not accept {name}: {error}", fresh.engine);
            }
        }
    }
}
