package org.memn2n.planted.train;

import me.tongfei.progressbar.ProgressBarStyle;

/** Planted: a progress bar in the library. */
public final class UsesProgressBar {
    private UsesProgressBar() {}

    /** Uses what it must not. */
    public static Object use() {
        return ProgressBarStyle.ASCII;
    }
}
