/** What runs use: processor time and bytes, by step, and what that costs. Used by every service that owns runs. */
@NullMarked
package io.manymodels.work.cost;

import org.jspecify.annotations.NullMarked;
