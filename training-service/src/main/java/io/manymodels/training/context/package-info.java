/** What a training run works with: what it was asked for, the spec, the snapshot, and the hash of all that makes its models. Private to training-service. */
@NullMarked
package io.manymodels.training.context;

import org.jspecify.annotations.NullMarked;
