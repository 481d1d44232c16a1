package org.memn2n.data.simulation.plot;

import java.util.Arrays;
import java.util.List;
import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

/**
 * People have a motive, go where it leads them and get what it asks for; then they may have another. Where will a person
 * go, or why did he or she go there or get that? The sentence that told the motive answers.
 */
final class MotiveStory implements Story {
    /** The chance that somebody goes on with what he or she is about, rather than anybody. */
    private static final double BUSY = 0.6;

    private static final List<SentenceKind> QUESTIONS =
            List.of(SentenceKind.WHERE_WILL_GO, SentenceKind.WHY_GO, SentenceKind.WHY_GET);

    private final int motives;
    private final int[] motive;
    private final int[] motiveLine;
    private final Stage[] stage;
    private final SplitMix random;

    private enum Stage {
        IDLE,
        FEELING,
        THERE,
        DONE
    }

    MotiveStory(Scene scene) {
        this.random = scene.random();
        this.motives = scene.population().count(Noun.MOTIVE);
        this.motive = new int[scene.people()];
        this.motiveLine = new int[motive.length];
        this.stage = new Stage[motive.length];
        Arrays.fill(stage, Stage.IDLE);
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        int busy = random.chance(BUSY)
                ? Choice.among(motive.length, candidate -> isBusy(stage[candidate]), random)
                : Choice.NONE;
        int person = busy == Choice.NONE ? random.below(motive.length) : busy;
        return switch (stage[person]) {
            case FEELING -> {
                stage[person] = Stage.THERE;
                yield SentenceKind.GOES_FOR.of(person, motive[person]);
            }
            case THERE -> {
                stage[person] = Stage.DONE;
                yield SentenceKind.GETS_FOR.of(person, motive[person]);
            }
            default -> {
                motive[person] = random.below(motives);
                motiveLine[person] = line;
                stage[person] = Stage.FEELING;
                yield SentenceKind.FEELS.of(person, motive[person]);
            }
        };
    }

    private static boolean isBusy(Stage stage) {
        return stage == Stage.FEELING || stage == Stage.THERE;
    }

    @Override
    public Question ask() {
        int kind = random.below(QUESTIONS.size());
        int person = allowing(QUESTIONS.get(kind));
        while (person == Choice.NONE) {
            kind = (kind + 1) % QUESTIONS.size();
            person = allowing(QUESTIONS.get(kind));
        }
        return new Question(
                QUESTIONS.get(kind).of(person, motive[person]), Answer.of(motive[person], motiveLine[person]));
    }

    /** Somebody who can be asked about in this way, or none. */
    private int allowing(SentenceKind question) {
        return Choice.among(
                motive.length,
                person -> switch (question) {
                    case WHERE_WILL_GO -> stage[person] == Stage.FEELING;
                    case WHY_GO -> stage[person] == Stage.THERE || stage[person] == Stage.DONE;
                    default -> stage[person] == Stage.DONE;
                },
                random);
    }
}
