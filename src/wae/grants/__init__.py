"""What an app that is not the packaged toolbox is given: nothing, until somebody says so.

`model` is what can be given; `options` and `keywords` are how people say it; `needs` is what an app
asks for, `question` how that is asked, `answers` what was answered before. `wrapped` puts the
result into the app's bytes, and `granted` does all of this for one app.
"""
