"""The view functions: what each page and API route answers, one module for each subject."""

from graphkb.web.views.judged import judged

SUBJECTS = (judged,)
