package dev.coxswain.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldedTest {

    @Test
    void aTextIsBrokenBetweenWordsAndNoWordIsLost() {
        assertThat(Folded.text("raise the limit of cart", 9, 9)).containsExactly("raise the", "limit of", "cart");
        assertThat(Folded.text("short", 9, 1)).containsExactly("short");
        assertThat(Folded.text("an unbreakable-word fits nowhere", 8, 9))
                .containsExactly("an", "unbreakable-word", "fits", "nowhere");
    }

    @Test
    void whatIsLeftOutIsSeenToBe() {
        assertThat(Folded.text("one two three four", 7, 2)).containsExactly("one two", "three …");
        assertThat(Folded.text("one two three", 7, 2)).containsExactly("one two", "three");
    }
}
