"""What the project is made of: locks, licences, assets, Binder."""
