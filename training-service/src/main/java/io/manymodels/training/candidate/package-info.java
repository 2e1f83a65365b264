/** The candidate registry: registration in bulk, and its REST resource. Private to training-service. */
@NullMarked
package io.manymodels.training.candidate;

import org.jspecify.annotations.NullMarked;
