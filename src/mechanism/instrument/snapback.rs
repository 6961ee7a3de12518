//! Full return: while the remedy runs, every standing tranche of the complainant is in force again.

use crate::mechanism::instrument::terms::RemedyTerms;

pub(super) fn terms() -> RemedyTerms {
    RemedyTerms { restores_standing: true, ..RemedyTerms::default() }
}
