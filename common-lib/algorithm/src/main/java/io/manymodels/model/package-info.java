/**
 * Models as artefacts: what is stored of a model, how it is written, found and checked, and how it predicts. Used by
 * training, scoring and realtime.
 */
@NullMarked
package io.manymodels.model;

import org.jspecify.annotations.NullMarked;
