"""The laptop database: encrypted SQLite through SQLModel.

``database`` opens it; then one module a use: ``drafts``, ``responses``, ``devicelog``, ``replica``,
``today``, ``month``, ``customers``, ``packs``.
"""
