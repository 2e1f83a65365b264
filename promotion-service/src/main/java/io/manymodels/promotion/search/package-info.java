/** The keys of a release found, counted and compared: who has the largest error, what changed since another release. */
@NullMarked
package io.manymodels.promotion.search;

import org.jspecify.annotations.NullMarked;
