"""Two systems of five bodies: what is shared, and what the fits recover."""

import pytest

from moreisdifferent.datasets.nights import every_few_days
from moreisdifferent.models import whole_sky
from moreisdifferent.models.whole_sky import KeplerianSky, PtolemaicSky

TRUTH = [every_few_days(body, 1600, 1620, days=25.0) for body in whole_sky.BODIES]


def test_kepler_shares_what_ptolemy_repeats():
    assert len(PtolemaicSky().first_guess) == 24
    assert len(PtolemaicSky(tied=True).first_guess) == 20
    assert len(KeplerianSky().first_guess) == 20
    assert len(KeplerianSky(power=None).first_guess) == 21


@pytest.mark.parametrize("sky", [PtolemaicSky(), PtolemaicSky(tied=True), KeplerianSky()])
def test_a_fit_to_the_true_sky_is_good(sky):
    found = whole_sky.fit_sky(sky, TRUTH)
    assert (whole_sky.sky_errors(sky, found, TRUTH) < 0.5).all()


def test_the_third_law_is_found():
    sky = KeplerianSky(power=None)
    assert whole_sky.fit_sky(sky, TRUTH)[-1] == pytest.approx(2 / 3, abs=0.002)


def test_venus_is_never_more_than_half_lit_for_ptolemy():
    t = TRUTH[0].t
    lit = {
        type(sky).__name__: whole_sky.lit_venus(sky, whole_sky.fit_sky(sky, TRUTH), t)
        for sky in (PtolemaicSky(), KeplerianSky())
    }
    assert lit["PtolemaicSky"].max() < 0.5 < 0.95 < lit["KeplerianSky"].max()
