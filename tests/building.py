"""The build as most tests run it: in this process, since starting others takes longer than making a tiny course's outputs."""

from functools import partial

from builder.build.pipeline import Means
from builder.build.pipeline import build as build_with

build = partial(build_with, means=Means(is_alone=True))
