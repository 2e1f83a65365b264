/** The Open Inference Protocol, version 2: one router model a family, addressed by tensors of key columns and features. */
@NullMarked
package io.manymodels.realtime.protocol;

import org.jspecify.annotations.NullMarked;
