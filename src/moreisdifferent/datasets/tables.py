"""Five real tables that ship with packages: rows of numbers that somebody wished to predict from."""

from importlib.resources import files

import numpy as np

PEOPLE = "statsmodels", "datasets/{0}/{0}.csv"
CARS = "mlxtend", "data/data/autompg.csv.gz"
SIZES = {
    "diabetes": (442, 10),
    "cars": (392, 7),
    "tumours": (569, 30),
    "marriages": (6366, 8),
    "visits": (20190, 9),
}


def real_tables() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return name → (x, y), x of shape (N, F) and y of shape (N,), all columns standardized.

    ``diabetes``: progression of the disease after a year, from ten measurements of 442 patients
    (Efron, Hastie, Johnstone and Tibshirani 2004). ``cars``: miles a gallon of 392 cars of 1970 to
    1982, from seven properties (Quinlan 1993). ``tumours``: malignant or not, from thirty
    measurements of 569 nuclei of cells (Street, Wolberg and Mangasarian 1993). ``marriages``:
    whether 6,366 readers of a magazine told of an affair, from eight answers (Fair 1978).
    ``visits``: the logarithm of one plus the visits to a doctor in a year, 20,190 person-years
    of the RAND health insurance experiment, from nine properties (Manning and others 1987).

    Raises:
        ModuleNotFoundError: if the package that holds a table is not installed.
        ValueError: if a table has another shape than it should have.

    Source: scikit-learn, mlxtend (Raschka 2018) and statsmodels (Seabold and Perktold 2010).
    """
    from sklearn.datasets import load_breast_cancer, load_diabetes

    tumours, cars = (
        load_breast_cancer(),
        _read(*CARS, header=None, usecols=[0, 1, 2, 3, 4, 5, 6, 8]),
    )
    fair, rand = (_read(PEOPLE[0], PEOPLE[1].format(name)) for name in ("fair", "randhie"))
    found = {
        "diabetes": load_diabetes(return_X_y=True),
        "cars": (cars[:, :-1], cars[:, -1]),
        "tumours": (tumours.data, 1.0 - tumours.target),
        "marriages": (fair[:, :-1], fair[:, -1] > 0),
        "visits": (rand[:, 1:], np.log1p(rand[:, 0])),
    }
    for name, (x, y) in found.items():
        if np.shape(x) != SIZES[name] or len(y) != len(x) or not np.isfinite(x).all():
            raise ValueError(
                f"the table {name} has shape {np.shape(x)}; it should have {SIZES[name]}"
            )
    return {name: (_standard(x), _standard(y)) for name, (x, y) in found.items()}


def _read(package: str, inside: str, **settings) -> np.ndarray:
    import pandas

    try:
        path = files(package) / inside
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the package {package} is missing; it should be installed, "
            f"as with: pip install {package}"
        ) from error
    return pandas.read_csv(str(path), **settings).to_numpy(float)


def _standard(values) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    return (values - values.mean(0)) / values.std(0)
