/** Whether the broker answers. Used by every service. */
@NullMarked
package io.manymodels.work.broker;

import org.jspecify.annotations.NullMarked;
