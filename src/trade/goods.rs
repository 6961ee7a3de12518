//! A party's imports as its tariffs take them up: standing tranches, then untaxed goods, then goods taxed already.

use crate::trade::{Incidence, Tranche};

/// The goods that tariffs may still be levied on. Each carries at most one tranche and one remedy or counter.
pub(crate) struct Goods<'a> {
    standing: &'a [(Tranche, Incidence)],
    untaxed: f64,
    /// The next tranche on top of which goods are taken, and imports that it and those after it may cover.
    next: usize,
    left: f64,
    /// Goods left under the tranche before it.
    room: f64,
}

impl<'a> Goods<'a> {
    /// The goods under the tranches, each visited with its place and what it covers, and all that is untaxed.
    pub(crate) fn new(imports: f64, standing: &'a [(Tranche, Incidence)], mut visit: impl FnMut(usize, f64)) -> Self {
        let mut untaxed = imports;
        for (i, (tranche, _)) in standing.iter().enumerate() {
            let coverage = tranche.coverage.min(untaxed);
            untaxed -= coverage;
            if coverage > 0.0 {
                visit(i, coverage);
            }
        }
        Self { standing, untaxed, next: 0, left: imports, room: 0.0 }
    }

    /// Levies a tariff on goods of that size: visits what is untaxed, then what lies under each tranche, with its place.
    pub(crate) fn levy(&mut self, size: f64, mut visit: impl FnMut(Option<usize>, f64)) {
        let free = size.min(self.untaxed);
        self.untaxed -= free;
        if free > 0.0 {
            visit(None, free);
        }
        let mut rest = size - free;
        while rest > 0.0 {
            if self.room > 0.0 {
                let taken = rest.min(self.room);
                self.room -= taken;
                rest -= taken;
                visit(Some(self.next - 1), taken);
                continue;
            }
            let Some((tranche, _)) = self.standing.get(self.next) else { return };
            self.room = tranche.coverage.min(self.left);
            self.left -= self.room;
            self.next += 1;
        }
    }

    /// Goods that no tariff covers.
    pub(crate) fn untaxed(&self) -> f64 {
        self.untaxed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untaxed_goods_go_first_then_those_under_each_tranche_once() {
        let tranche = |coverage| (Tranche { coverage, rate: 0.1 }, Incidence::default());
        let standing = [tranche(30.0), tranche(0.0), tranche(50.0), tranche(50.0)];
        let mut taken = Vec::new();
        // The last tranche finds 25 of its 50, and nothing is untaxed.
        let mut goods = Goods::new(105.0, &standing, |i, coverage| taken.push((Some(i), coverage)));
        assert_eq!(taken, [(Some(0), 30.0), (Some(2), 50.0), (Some(3), 25.0)]);
        let mut levied = Vec::new();
        [20.0, 40.0, 1000.0].into_iter().for_each(|size| goods.levy(size, |on, coverage| levied.push((on, coverage))));
        assert_eq!(levied, [(Some(0), 20.0), (Some(0), 10.0), (Some(2), 30.0), (Some(2), 20.0), (Some(3), 25.0)]);
        let mut goods = Goods::new(120.0, &standing[..2], |_, _| {});
        let mut levied = Vec::new();
        [80.0, 30.0].into_iter().for_each(|size| goods.levy(size, |on, coverage| levied.push((on, coverage))));
        assert_eq!(levied, [(None, 80.0), (None, 10.0), (Some(0), 20.0)]);
    }
}
