/** The production registry of model versions: registration in bulk, and its REST resource. Used by promotion runs. */
@NullMarked
package io.manymodels.promotion.model;

import org.jspecify.annotations.NullMarked;
