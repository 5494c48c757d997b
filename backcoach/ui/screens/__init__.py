"""The screens: each arranges widgets, shows a picture and passes messages on."""
