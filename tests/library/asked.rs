//! Scenarios as tests ask for them: a name or a file, and fields that are set.

use snapback::scenario::{Request, Scenario, load};

pub(crate) fn request(name: &str, set: &[(&str, &str)]) -> Request {
    let set = set.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Request { scenario: Some(name.to_owned()), set, ..Request::default() }
}

pub(crate) fn scenario(name: &str, set: &[(&str, &str)]) -> Scenario {
    load(&request(name, set)).unwrap()
}
