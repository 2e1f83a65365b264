package io.manymodels.scoring.copy;

/** What a column of a block is where it is told by less than an array of its values. */
sealed interface Brief permits Line, Stride {}
