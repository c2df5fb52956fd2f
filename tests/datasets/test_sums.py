import torch

from moreisdifferent.datasets.sums import clock_sums, column_sums


def test_columns_hold_the_sum_that_people_write():
    x, y = column_sums(2)
    row = 100 * 58 + 67
    places = x[row].unflatten(0, (4, 10)).argmax(1)
    assert places.tolist() == [5, 8, 6, 7] and y[row].tolist() == [1, 2, 5]
    assert len(x) == 10_000 and (x.sum(1) == 4).all()


def test_the_clock_starts_again():
    x, y = clock_sums(23)
    row = 23 * 20 + 5
    assert x[row].unflatten(0, (2, 23)).argmax(1).tolist() == [20, 5] and y[row] == 2
    assert (torch.bincount(y) == 23).all()
