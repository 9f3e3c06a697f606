"""What is measured: one file a subject, each with a ``main()`` that prints its figures. ``make bench`` runs all."""
