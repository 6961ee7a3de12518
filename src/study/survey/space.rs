//! Which combinations of values of the parameters are played.

use crate::scenario::{Given, Setting};
use crate::study::survey::cover::{latin_hypercube, sobol};
use crate::study::survey::once::repeated;
use crate::study::survey::{Axis, Role, Sampling};
use crate::text::Mistake;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The points of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Space {
    /// The parameters.
    pub axes: Vec<Axis>,
    /// How they are combined.
    pub sampling: Sampling,
    /// Points that are not counted through but drawn, as fractions of the way along each axis.
    #[serde(skip)]
    drawn: Vec<Vec<f64>>,
}

/// Most parameters that direction numbers are at hand for.
const MOST_DIMENSIONS: usize = 1000;

/// Most points of a study.
pub(super) const MOST_POINTS: u64 = 10_000_000;

impl Space {
    /// The points that `axes` span; `seed` moves those that are drawn.
    ///
    /// # Errors
    /// What is wrong with the combination.
    pub fn new(axes: Vec<Axis>, sampling: Sampling, seed: u64) -> Result<Self, Mistake> {
        let wrong = |found: String, allowed: &str| Err(Mistake::new("vary", found, allowed));
        let is_drawn = matches!(sampling, Sampling::LatinHypercube(_) | Sampling::Sobol(_));
        for axis in &axes {
            axis.check(is_drawn && axis.role != Role::Lever)?;
        }
        let mut known = HashSet::new();
        if let Some(path) = axes.iter().flat_map(|axis| &axis.paths).find(|path| !known.insert(*path)) {
            return wrong(format!("`{path}`, varied twice"), "one parameter with all its values");
        }
        if let Some(found) = repeated(&axes, &sampling) {
            return wrong(found, "each value once");
        }
        let n_levers = axes.iter().filter(|axis| axis.role == Role::Lever).count();
        let n_drawn = axes.len() - n_levers;
        if let Sampling::LatinHypercube(n) | Sampling::Sobol(n) = &sampling
            && u64::from(*n) > MOST_POINTS
        {
            return wrong(format!("{n} points"), "a sample of at most 10000000");
        }
        if let Sampling::Sobol(_) = &sampling
            && n_drawn > MOST_DIMENSIONS
        {
            return wrong(format!("{n_drawn} parameters"), "at most 1000 in a Sobol' sequence");
        }
        if let Sampling::Table(_) = &sampling {
            let mut columns = axes.iter().filter(|axis| axis.role != Role::Lever);
            let n = columns.next().map(Axis::count);
            if columns.any(|axis| Some(axis.count()) != n) {
                return wrong("columns of a table that are not of one length".to_owned(), "a value in each row");
            }
        }
        let drawn = match &sampling {
            Sampling::LatinHypercube(n) => latin_hypercube(*n, n_drawn, seed),
            Sampling::Sobol(n) => sobol(*n, n_drawn, seed),
            _ => Vec::new(),
        };
        let space = Self { axes, sampling, drawn };
        match &space.sampling {
            Sampling::Zip => {
                if n_levers > 0 && n_drawn > 0 {
                    let found = "a lever zipped with a parameter that is not one: no future would meet two policies";
                    return wrong(
                        found.to_owned(),
                        "levers beside a grid, a sample or a table; they are crossed with every point",
                    );
                }
                let counts: Vec<u64> = space.axes.iter().map(Axis::count).collect();
                if counts.iter().any(|count| *count != counts[0]) {
                    let each: Vec<String> = counts.iter().map(u64::to_string).collect();
                    let found = format!("{} values of parameters that move together", each.join(", "));
                    return wrong(found, "as many of each");
                }
            }
            Sampling::LatinHypercube(n) | Sampling::Sobol(n) if *n == 0 || n_drawn == 0 => {
                let found = format!("a sample of {n} points of {n_drawn} parameters (a lever is not drawn)");
                return wrong(found, "one point and one parameter at least");
            }
            _ => {}
        }
        match space.checked_points() {
            Some(1..=MOST_POINTS) => Ok(space),
            _ => wrong(format!("more than {MOST_POINTS} points"), "fewer values, or a sample of them"),
        }
    }

    /// Number of points; 1 where nothing varies.
    pub fn n_points(&self) -> u64 {
        self.checked_points().unwrap_or(MOST_POINTS)
    }

    fn checked_points(&self) -> Option<u64> {
        match self.sampling {
            Sampling::Grid => self.axes.iter().try_fold(1_u64, |n, axis| n.checked_mul(axis.count())),
            Sampling::Zip => Some(self.axes.first().map_or(1, Axis::count)),
            Sampling::Table(_) => self.times_levers(self.others().next().map_or(1, Axis::count)),
            Sampling::LatinHypercube(n) | Sampling::Sobol(n) => self.times_levers(u64::from(n)),
        }
    }

    fn times_levers(&self, n: u64) -> Option<u64> {
        self.levers().try_fold(n, |n, axis| n.checked_mul(axis.count()))
    }

    /// The parameters that can be chosen, like a design.
    pub fn levers(&self) -> impl DoubleEndedIterator<Item = &Axis> {
        self.axes.iter().filter(|axis| axis.role == Role::Lever)
    }

    fn others(&self) -> impl Iterator<Item = &Axis> {
        self.axes.iter().filter(|axis| axis.role != Role::Lever)
    }

    /// The value of each axis at a point, as RON.
    pub fn point(&self, point: u64) -> Vec<String> {
        self.values(point).iter().map(|value| value.text().into_owned()).collect()
    }

    /// The value of each axis at a point.
    fn values<'a>(&'a self, point: u64) -> Vec<Given<'a>> {
        match self.sampling {
            Sampling::Grid => count_through(self.axes.iter(), point).0,
            Sampling::Zip => self.axes.iter().map(|axis| axis.value(point)).collect(),
            Sampling::Table(_) | Sampling::LatinHypercube(_) | Sampling::Sobol(_) => {
                // Every policy is to meet every future that is listed or drawn.
                let (levers, future) = count_through(self.levers(), point);
                let (mut levers, mut drawn) =
                    (levers.into_iter(), self.drawn.get(future as usize).into_iter().flatten());
                let value = |axis: &'a Axis| match axis.role {
                    Role::Lever => levers.next().unwrap_or(Given::Ron("".into())),
                    _ => drawn.next().map_or_else(|| axis.value(future), |fraction| axis.between(*fraction)),
                };
                self.axes.iter().map(value).collect()
            }
        }
    }

    /// What makes a point: each parameter set to its value.
    pub fn settings(&self, point: u64) -> Vec<Setting<'_>> {
        let values = self.axes.iter().zip(self.values(point));
        values
            .flat_map(|(axis, value)| axis.paths.iter().map(move |path| Setting { path, value: value.clone() }))
            .collect()
    }
}

/// The values of axes at a point of their grid, the last of them fastest, and how often the grid was gone through before.
fn count_through<'a>(axes: impl DoubleEndedIterator<Item = &'a Axis>, point: u64) -> (Vec<Given<'a>>, u64) {
    let mut rest = point;
    let mut values: Vec<Given<'a>> = Vec::new();
    for axis in axes.rev() {
        values.push(axis.value(rest % axis.count()));
        rest /= axis.count();
    }
    values.reverse();
    (values, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::survey::Values;

    fn axis(path: &str, from: f64, to: f64, count: u32) -> Axis {
        let values = Values::Range { from, to, count, whole: false };
        Axis { paths: vec![path.to_owned()], values, role: Role::Parameter }
    }

    fn list(path: &str, values: &[&str]) -> Axis {
        let values = Values::List(values.iter().map(|&value| value.to_owned()).collect());
        Axis { paths: vec![path.to_owned()], values, role: Role::Parameter }
    }

    #[test]
    fn a_grid_counts_through_with_the_last_parameter_fastest() {
        let space = Space::new(vec![axis("a", 0.1, 0.3, 3), list("b", &["X", "Y"])], Sampling::Grid, 1).unwrap();
        let points: Vec<_> = (0..space.n_points()).map(|point| space.point(point).join(" ")).collect();
        assert_eq!(points, ["0.1 X", "0.1 Y", "0.2 X", "0.2 Y", "0.3 X", "0.3 Y"]);
    }

    #[test]
    fn zipped_parameters_move_together() {
        let space = Space::new(vec![axis("a", 1.0, 2.0, 2), list("b", &["X", "Y"])], Sampling::Zip, 1).unwrap();
        assert_eq!(space.n_points(), 2);
        assert_eq!(space.point(1), ["2", "Y"]);
        assert!(Space::new(vec![axis("a", 1.0, 2.0, 3), list("b", &["X"])], Sampling::Zip, 1).is_err());
    }

    #[test]
    fn samples_cover_every_value_of_a_list() {
        let axes = vec![list("b", &["X", "Y"]), axis("a", 10.0, 20.0, 0x7fff)];
        let space = Space::new(axes, Sampling::LatinHypercube(10), 3).unwrap();
        let n_x = (0..10).filter(|&point| space.point(point)[0] == "X").count();
        assert_eq!(n_x, 5);
    }

    #[test]
    fn every_policy_meets_every_future_that_is_drawn() {
        let lever = Axis { role: Role::Lever, ..axis("b", 1.0, 2.0, 2) };
        let axes = vec![axis("a", 0.0, 1.0, 0), lever, axis("c", 0.0, 1.0, 0)];
        for sampling in [Sampling::LatinHypercube(5), Sampling::Sobol(5)] {
            let space = Space::new(axes.clone(), sampling.clone(), 3).unwrap();
            assert_eq!(space.n_points(), 10);
            for future in 0..5 {
                let [one, other] = [2 * future, 2 * future + 1].map(|point| space.point(point));
                assert_eq!((one[1].as_str(), other[1].as_str()), ("1", "2"));
                assert_eq!((&one[0], &one[2]), (&other[0], &other[2]));
            }
            assert!(Space::new(vec![axes[1].clone()], sampling, 3).is_err());
        }
        let together = vec![axis("a", 0.0, 1.0, 2), axes[1].clone()];
        assert!(Space::new(together, Sampling::Zip, 3).unwrap_err().brief().contains("lever"));
    }

    #[test]
    fn every_policy_meets_every_row_of_a_table() {
        let lever = Axis { role: Role::Lever, ..axis("b", 1.0, 2.0, 2) };
        let axes = vec![lever, list("a", &["X", "Y", "Z"]), list("c", &["1", "2", "3"])];
        let space = Space::new(axes, Sampling::Table("points.csv".to_owned()), 1).unwrap();
        let points: Vec<_> = (0..space.n_points()).map(|point| space.point(point).join(" ")).collect();
        assert_eq!(points, ["1 X 1", "2 X 1", "1 Y 2", "2 Y 2", "1 Z 3", "2 Z 3"]);
    }

    #[test]
    fn empty_and_endless_spaces_are_refused() {
        for (axes, sampling) in [
            (vec![axis("a", 1.0, 1.0, 3)], Sampling::Grid),
            (vec![list("a", &[])], Sampling::Grid),
            (vec![axis("a", 0.0, f64::INFINITY, 3)], Sampling::Grid),
            (vec![axis("a", 0.0, 1.0, u32::MAX), axis("b", 0.0, 1.0, u32::MAX)], Sampling::Grid),
            (vec![axis("a", 0.0, 1.0, 2), axis("a", 0.0, 1.0, 2)], Sampling::Grid),
            (
                vec![Axis {
                    values: Values::Range { from: 1.0, to: 3.0, count: 4, whole: true },
                    ..axis("a", 0.0, 1.0, 2)
                }],
                Sampling::Grid,
            ),
            (Vec::new(), Sampling::Sobol(4)),
            (vec![axis("a", 0.0, 1.0, 0)], Sampling::Sobol(u32::MAX)),
            (vec![axis("a", 0.0, 1.0, 0)], Sampling::LatinHypercube(u32::MAX)),
            ((0..1001).map(|k| axis(&format!("a{k}"), 0.0, 1.0, 0)).collect(), Sampling::Sobol(4)),
            (vec![list("a", &["1", "2"]), list("b", &["1"])], Sampling::Table("points.csv".to_owned())),
        ] {
            assert!(Space::new(axes, sampling, 1).is_err());
        }
    }
}
