"""Models that are exported in the tests, the data that they are given, and what they answer."""

import numpy as np

from core.learning import experiment_names, get_experiment
from core.learning.experiment import patches_of

# describe_pictures is tested apart: its model takes whitened patches, and what is exported a picture
EXPERIMENTS = [
    *(get_experiment(name) for name in experiment_names() if name != "describe_pictures"),
    get_experiment("find_peaks", bias=False, taps=5),
    get_experiment("find_edges", labels="signed", filters=1),
    get_experiment("name_textures", patches=2, depth=2, first_layer="tuned"),
]


def called(experiment):
    """A name for the report of a test."""
    return f"{experiment.name}-{experiment.model.kind}"


def data_and_answers(experiment, parameters):
    """Data as an exported model takes them, (n, 1, ...), and the answers of ours."""
    rng = np.random.default_rng(0)
    if experiment.loss.name == "cross_entropy":
        pictures = 0.5 + 0.1 * rng.normal(size=(3, 18, 18))
        seen = standard(pictures) if experiment.name == "name_textures" else pictures
        return pictures[:, None], experiment.model.answers(parameters, seen)
    data = rng.normal(size=(20,) if len(experiment.filter_shape) == 1 else (20, 21))
    return data[None, None], experiment.model.answers(parameters, patches_of(data, experiment.filter_shape))


def standard(pictures):
    """As the network of textures sees pictures; its program does it too."""
    return (pictures - pictures.mean(axis=(1, 2), keepdims=True)) / pictures.std(axis=(1, 2), keepdims=True)


def answers_of_patches(experiment, parameters, picture):
    """The model's answers (filters, h', w') to every patch of a picture, each made as those that it learned from."""
    size = experiment.size
    windows = [
        picture[row : row + size, column : column + size].ravel().astype(float)
        for row in range(picture.shape[0] - size + 1)
        for column in range(picture.shape[1] - size + 1)
    ]
    patches = np.stack([(each - each.mean()) / np.sqrt(each.var() + 1e-3) for each in windows])
    layers = experiment.model.layers(parameters, patches @ experiment.whitening.forward)
    return layers["responses"].T.reshape(-1, picture.shape[0] - size + 1, picture.shape[1] - size + 1)
