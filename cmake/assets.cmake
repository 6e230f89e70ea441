# Fonts, texts and weights as arrays in the program: unpool::assets.  Placeholder until the generators below run.
add_library(unpool_assets INTERFACE)
add_library(unpool::assets ALIAS unpool_assets)
