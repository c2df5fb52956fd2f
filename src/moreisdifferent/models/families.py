"""Eight families of classifiers, each with settings that are drawn at random."""

from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier


def _nearest_mean(draw):
    return NearestCentroid()


def _naive_bayes(draw):
    return GaussianNB(var_smoothing=10 ** draw.uniform(-3, -0.5))


def _discriminant(draw):
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=10 ** draw.uniform(-2.5, -0.3))


def _logistic(draw):
    return LogisticRegression(C=10 ** draw.uniform(-1.5, 1), max_iter=500)


def _neighbours(draw):
    return KNeighborsClassifier(int(draw.integers(1, 12)))


def _tree(draw):
    return DecisionTreeClassifier(max_depth=int(draw.integers(5, 15)), random_state=0)


def _forest(draw):
    return RandomForestClassifier(int(draw.integers(5, 50)), random_state=int(draw.integers(2**31)))


def _machine(draw):
    return SVC(C=10 ** draw.uniform(-0.5, 1.5), gamma=10 ** draw.uniform(-2, -0.7))


FAMILIES = {
    "nearest mean": _nearest_mean,
    "naive Bayes": _naive_bayes,
    "discriminant": _discriminant,
    "logistic": _logistic,
    "k-NN": _neighbours,
    "tree": _tree,
    "forest": _forest,
    "SVM": _machine,
}


def classifier(family: str, draw):
    """Return an untrained classifier of a family, with settings drawn at random.

    Args:
        family: one of ``FAMILIES``. What is drawn: for naive Bayes and the linear discriminant how
            much is smoothed, for the logistic regression and the support vector machine how
            strongly they are regularized, for k-NN how many neighbours, for a tree its depth, and
            for a forest how many trees.
        draw: a ``numpy.random.Generator``.

    Raises:
        ValueError: if there is no such family.

    Source: Pedregosa and others (2011), scikit-learn.
    """
    if family not in FAMILIES:
        raise ValueError(f"family is {family!r}; it should be one of {', '.join(FAMILIES)}")
    return FAMILIES[family](draw)
