//! Points on the earth: in Earth-centred coordinates, and on a plane about a centre.

use std::f64::consts::SQRT_2;

/// Mean radius of the Earth (IUGG R1), km.
pub(crate) const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Great-circle distance between two points in degrees north and east, km (haversine formula, Sinnott 1984: well-conditioned for
/// short distances). The same bits on every machine.
pub fn great_circle_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat1, lon1) = (from.0.to_radians(), from.1.to_radians());
    let (lat2, lon2) = (to.0.to_radians(), to.1.to_radians());
    let half = |x: f64| libm::sin(0.5 * x);
    let a = half(lat2 - lat1) * half(lat2 - lat1)
        + libm::cos(lat1) * libm::cos(lat2) * half(lon2 - lon1) * half(lon2 - lon1);
    2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(a.min(1.0)))
}

/// Earth-centred coordinates of a point in degrees, km.
pub(crate) fn earth(latitude: f64, longitude: f64) -> [f64; 3] {
    let (lat, lon) = (latitude.to_radians(), longitude.to_radians());
    [libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)].map(|x| EARTH_RADIUS_KM * x)
}

/// A point in degrees, moved east and north by so many km (small against the earth).
pub(crate) fn moved(latitude: f64, longitude: f64, east: f64, north: f64) -> (f64, f64) {
    let parallel = libm::cos(latitude.to_radians()).max(0.01);
    (latitude + (north / EARTH_RADIUS_KM).to_degrees(), longitude + (east / EARTH_RADIUS_KM / parallel).to_degrees())
}

/// Straight distance between two points in Earth-centred coordinates, km.
pub(crate) fn distance(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    squared(a, b).sqrt()
}

/// Its square.
pub(crate) fn squared(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    x * x + y * y + z * z
}

/// Lambert's azimuthal equal-area plane about a centre: areas are true everywhere, distances within 5 % up to
/// 4,000 km from the centre.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    /// Unit vectors to the centre, east and north of it.
    axes: [[f64; 3]; 3],
}

impl Plane {
    /// About the middle of some points, rounded to whole degrees, so that a few people more or less in one place move
    /// no grid. Sums are of whole numbers: the order of the points does not matter.
    pub fn about<'a>(points: impl Iterator<Item = (&'a [f64; 3], u32)>) -> Self {
        let mut sum = [0i128; 3];
        for (point, people) in points {
            for (sum, x) in sum.iter_mut().zip(point) {
                *sum += (x * 1024.0).round() as i128 * i128::from(people);
            }
        }
        let [x, y, z] = sum.map(|x| x as f64);
        let latitude = libm::atan2(z, libm::sqrt(x * x + y * y)).to_degrees().round();
        Self::at(latitude, libm::atan2(y, x).to_degrees().round())
    }

    fn at(latitude: f64, longitude: f64) -> Self {
        let (lat, lon) = (latitude.to_radians(), longitude.to_radians());
        let (sin, cos) = (libm::sin(lat), libm::cos(lat));
        let (east, far) = (libm::sin(lon), libm::cos(lon));
        Self { axes: [[cos * far, cos * east, sin], [-east, far, 0.0], [-sin * far, -sin * east, cos]] }
    }

    /// East and north of the centre, km.
    pub fn project(&self, point: &[f64; 3]) -> [f64; 2] {
        let along = |axis: &[f64; 3]| (axis[0] * point[0] + axis[1] * point[1] + axis[2] * point[2]) / EARTH_RADIUS_KM;
        let [up, east, north] = self.axes.each_ref().map(along);
        let stretch = EARTH_RADIUS_KM * SQRT_2 / libm::sqrt((1.0 + up).max(1e-6));
        [stretch * east, stretch * north]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_great_circles() {
        let quarter = EARTH_RADIUS_KM * std::f64::consts::FRAC_PI_2;
        assert!((great_circle_km((0.0, 0.0), (90.0, 0.0)) - quarter).abs() < 1e-6);
        assert!((great_circle_km((0.0, 10.0), (0.0, 190.0)) - 2.0 * quarter).abs() < 1e-6);
        assert_eq!(great_circle_km((43.0, 52.0), (43.0, 52.0)), 0.0);
        // One degree of longitude at 60 degrees north is half of one at the equator, to 0.01 km.
        let degree = quarter / 90.0;
        assert!((great_circle_km((60.0, 0.0), (60.0, 1.0)) - degree / 2.0).abs() < 0.01);
        let (here, there) = ((43.34116, 52.86192), (43.25249, 76.9115));
        assert!((great_circle_km(here, there) - great_circle_km(there, here)).abs() < 1e-9);
    }

    #[test]
    fn the_plane_keeps_distances_over_a_country_and_knows_no_date_line() {
        for (latitude, longitude) in [(45.0, 65.0), (66.0, 179.5), (-9.0, 160.0)] {
            let plane = Plane::about([(&earth(latitude, longitude), 1000)].into_iter());
            let other = moved(latitude, longitude, 600.0, 400.0);
            let [a, b] = [(latitude, longitude), other].map(|(lat, lon)| plane.project(&earth(lat, lon)));
            let flat = libm::hypot(a[0] - b[0], a[1] - b[1]);
            let exact = great_circle_km((latitude, longitude), other);
            assert!((flat / exact - 1.0).abs() < 0.01, "{flat} against {exact}");
            assert!((distance(&earth(latitude, longitude), &earth(other.0, other.1)) / exact - 1.0).abs() < 0.01);
        }
    }
}
