//! Money instead of tariffs: the respondent pays a multiple of the harm.

use crate::fault::{Faults, MULTIPLE};
use crate::mechanism::instrument::terms::RemedyTerms;

pub(super) fn terms(multiple: f64, harm: f64) -> RemedyTerms {
    RemedyTerms { payment: multiple * harm, ..RemedyTerms::default() }
}

pub(super) fn check(multiple: f64, faults: &mut Faults) {
    faults.number("multiple", multiple, MULTIPLE);
}
