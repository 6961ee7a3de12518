//! How much of a variance the means of groups explain.

use crate::stats::Moments;

/// The share of the variance within strata that the means of their groups explain, beyond what as many groups drawn by
/// lot would: `ε² = 1 − (W / (n − g)) / (T / (n − s))`, from 0 to 1 (Kelley 1935, *PNAS* 21, 554). `W` and `T` are sums
/// of squares about the means of groups and of strata; `n`, `g` and `s` count values, groups and strata.
///
/// `None` where there are no more values than groups, or where nothing varies beyond rounding.
pub(crate) fn explained(strata: &[Vec<Moments>]) -> Option<f64> {
    let squares =
        |moments: &Moments| moments.variance().map_or(0.0, |variance| variance * (moments.count() - 1) as f64);
    let (mut within, mut total, mut n, mut n_groups, mut n_strata) = (0.0, 0.0, 0, 0, 0);
    for groups in strata {
        let mut all = Moments::default();
        groups.iter().for_each(|group| all.merge(group));
        if all.count() == 0 {
            continue;
        }
        within += groups.iter().map(squares).sum::<f64>();
        total += if all.varies(1e-12) { squares(&all) } else { 0.0 };
        n += all.count();
        n_groups += groups.iter().filter(|group| group.count() > 0).count() as u64;
        n_strata += 1;
    }
    if n <= n_groups || n <= n_strata {
        return None;
    }
    let ratio = (within / (n - n_groups) as f64) / (total / (n - n_strata) as f64);
    ratio.is_finite().then(|| (1.0 - ratio).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(strata: &[&[&[f64]]]) -> Option<f64> {
        let moments = |groups: &&[&[f64]]| groups.iter().map(|group| Moments::from_slice(group)).collect();
        explained(&strata.iter().map(moments).collect::<Vec<_>>())
    }

    #[test]
    fn groups_explain_what_they_have_in_common_and_no_more() {
        assert_eq!(share(&[&[&[1.0, 1.0], &[3.0, 3.0]]]), Some(1.0));
        assert_eq!(share(&[&[&[1.0, 3.0], &[1.0, 3.0]]]), Some(0.0), "less than by lot is none");
        // W = 1, n − g = 2; T = 5, n − s = 3.
        let known = share(&[&[&[1.0, 2.0], &[3.0, 4.0]]]).unwrap();
        assert!((known - (1.0 - (1.0 / 2.0) / (5.0 / 3.0))).abs() < 1e-12, "{known}");
        // What strata differ by is nobody's doing.
        assert_eq!(share(&[&[&[1.0, 1.0], &[3.0, 3.0]], &[&[101.0, 101.0], &[103.0, 103.0]]]), Some(1.0));
    }

    #[test]
    fn nothing_is_explained_where_nothing_can_be_told() {
        assert_eq!(share(&[]), None);
        assert_eq!(share(&[&[&[1.0], &[2.0]]]), None, "a value a group");
        assert_eq!(share(&[&[&[2.0, 2.0], &[2.0, 2.0]]]), None, "nothing varies");
    }
}
