/** The vocabulary of the model registries: rungs, tags, releases. Used by training, promotion, scoring and realtime. */
@NullMarked
package io.manymodels.registry;

import org.jspecify.annotations.NullMarked;
