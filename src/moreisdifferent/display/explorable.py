"""An explorable: a slider over precomputed pictures that moves without a kernel."""

import html

import ipywidgets
from IPython.display import display

from .digest import digest
from .numbers import inline
from .pictures import img, require_figure, require_text, thumbnails

MAX_FRAMES = 12

# The static frame serves readers without JavaScript; where the slider is alive it hides.
_HIDE = (
    "<style>.cell_output:has(.widget-hslider) .mid-first-frame,"
    ".jp-OutputArea:has(.widget-hslider) .mid-first-frame{display:none}</style>"
)


class _Static:
    """The first frame as plain HTML; its plain text is a digest of every frame.

    The frames themselves are the widget's, which no test runs again, so their thumbnails go along.
    """

    def __init__(self, markup: str, text: str, frames: list[str]):
        self.markup, self.text, self.frames = markup, text, frames

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = {"text/plain": self.text, "text/html": self.markup}
        pictures = [thumb for frame in self.frames for thumb in thumbnails(frame)]
        return shown, {"pictures": pictures}


class Explorable:
    """A slider that shows one of several frames; displays itself in every front end."""

    def __init__(self, title: str, labels: list[str], frames: list[str], text: str):
        self.title, self.labels, self.frames, self.text = title, labels, frames, text

    def __repr__(self) -> str:
        return self.text

    def widget(self) -> ipywidgets.VBox:
        """Return slider and pictures, linked in the browser: no kernel takes part."""
        slider = ipywidgets.SelectionSlider(
            options=self.labels,
            description=self.title,
            style={"description_width": "initial"},
            layout={"width": "100%", "max_width": "640px"},
        )
        stack = ipywidgets.Stack(
            [ipywidgets.HTML(frame) for frame in self.frames], selected_index=0
        )
        ipywidgets.jslink((slider, "index"), (stack, "selected_index"))
        box = ipywidgets.VBox([slider, stack])
        box.add_class("mid-explorable")
        return box

    def _ipython_display_(self):
        first = f'{_HIDE}<div class="mid-first-frame">{self.frames[0]}</div>'
        display(_Static(first, self.text, self.frames))
        box = self.widget()
        display(
            {
                "application/vnd.jupyter.widget-view+json": {
                    "model_id": box.model_id,
                    "version_major": 2,
                    "version_minor": 0,
                },
                "text/plain": f"slider: {self.title}, {len(self.labels)} frames",
            },
            raw=True,
        )


def explorable(frames, labels, title: str, alt, reading) -> Explorable:
    """Return a slider over ``frames`` that works on a static page and with a live kernel.

    Args:
        frames: 2 to 12 Matplotlib figures of one size.
        labels: one short label a frame; the slider announces it.
        title: what the slider turns.
        alt: one text a frame that says what a person would see.
        reading: one line a frame that says what it shows.

    Raises:
        ValueError: if the lists differ in length, are too short or too long, or hold
            something other than figures and sentences.
    """
    frames, labels = list(frames), [str(label) for label in labels]
    alt, reading = [str(text) for text in alt], [str(text) for text in reading]
    if not 2 <= len(frames) <= MAX_FRAMES:
        raise ValueError(f"frames has {len(frames)} figures; it should have 2 to {MAX_FRAMES}")
    for name, texts in (("labels", labels), ("alt", alt), ("reading", reading)):
        if len(texts) != len(frames):
            raise ValueError(
                f"{name} has {len(texts)} entries and frames has {len(frames)}; they match one to one"
            )
        for text in texts:
            require_text(text, name)
    if len(set(labels)) != len(labels):
        raise ValueError(f"labels is {labels}; each label should occur once")
    require_text(title, "title")
    for fig in frames:
        require_figure(fig, "frames")
    sizes = {tuple(fig.get_size_inches()) for fig in frames}
    if len(sizes) != 1:
        raise ValueError(f"frames come in sizes {sorted(sizes)}; they should share one size")
    return _build(frames, labels, title, alt, reading)


def _build(frames, labels, title, alt, reading) -> Explorable:
    text = [f"Explorable: {title}"]
    pages = []
    for fig, label, words, line in zip(frames, labels, alt, reading):
        text.append(f"[{label}] {line}\n{digest(fig)}")
        picture = img(fig, words, dpi=110, colours=64)
        pages.append(
            f'<figure class="mid-frame" style="margin:0">{picture}'
            f"<figcaption><strong>{html.escape(label)}</strong>: {inline(line)}</figcaption></figure>"
        )
    return Explorable(title, labels, pages, "\n".join(text))
