/** Backups of a data folder: what they hold, how they are made while the platform runs, and how one becomes a folder again. */
@NullMarked
package io.manymodels.stack.backup;

import org.jspecify.annotations.NullMarked;
