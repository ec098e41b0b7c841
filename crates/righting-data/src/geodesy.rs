//! Distances on the globe.

/// Mean radius of the Earth (IUGG R1), km.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Great-circle distance between two points given in degrees, km (haversine formula, Sinnott 1984:
/// well-conditioned for short distances). The same bits on every machine.
pub fn great_circle_km(latitude_a: f64, longitude_a: f64, latitude_b: f64, longitude_b: f64) -> f64 {
    let (phi_a, phi_b) = (latitude_a.to_radians(), latitude_b.to_radians());
    let half_phi = libm::sin((phi_b - phi_a) / 2.0);
    let half_lambda = libm::sin((longitude_b - longitude_a).to_radians() / 2.0);
    let h = half_phi * half_phi + libm::cos(phi_a) * libm::cos(phi_b) * half_lambda * half_lambda;
    2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(h.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::{EARTH_RADIUS_KM, great_circle_km};

    #[test]
    fn known_distances() {
        let quarter = EARTH_RADIUS_KM * std::f64::consts::FRAC_PI_2;
        assert!((great_circle_km(0.0, 0.0, 90.0, 0.0) - quarter).abs() < 1e-6);
        assert!((great_circle_km(0.0, 10.0, 0.0, 190.0) - 2.0 * quarter).abs() < 1e-6);
        assert_eq!(great_circle_km(43.0, 52.0, 43.0, 52.0), 0.0);
        // One degree of longitude at 60 degrees north is half of one at the equator, to 0.01 km.
        let degree = quarter / 90.0;
        assert!((great_circle_km(60.0, 0.0, 60.0, 1.0) - degree / 2.0).abs() < 0.01);
    }

    #[test]
    fn symmetric() {
        let there = great_circle_km(43.34116, 52.86192, 43.25249, 76.9115);
        let back = great_circle_km(43.25249, 76.9115, 43.34116, 52.86192);
        assert!((there - back).abs() < 1e-9);
    }
}
