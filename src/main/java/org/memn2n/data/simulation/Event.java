package org.memn2n.data.simulation;

import java.util.Objects;
import java.util.Optional;

/** Something a person does: the only way in which a {@link World} changes. All parts are numbers of that world. */
public sealed interface Event {
    /** The person who acts. */
    int person();

    /**
     * What keeps the event from happening in this world, empty if it can happen.
     *
     * @throws IndexOutOfBoundsException if the event names a person, place or object the world lacks
     */
    Optional<String> obstacle(World world);

    /** Whether the event can happen in this world. */
    default boolean isPossibleIn(World world) {
        return obstacle(world).isEmpty();
    }

    /** A person goes to another place, with everything he or she holds. */
    record Move(int person, int place) implements Event {
        @Override
        public Optional<String> obstacle(World world) {
            Objects.checkIndex(place, world.places());
            return world.placeOfPerson(person) == place
                    ? Optional.of("person " + person + " is in place " + place + " already")
                    : Optional.empty();
        }
    }

    /** A person takes an object that lies in the same place. */
    record Take(int person, int object) implements Event {
        @Override
        public Optional<String> obstacle(World world) {
            int place = world.placeOfPerson(person);
            if (world.holder(object) != World.NOBODY) {
                return Optional.of("person " + world.holder(object) + " holds object " + object);
            }
            if (world.placeOfObject(object) != place) {
                return Optional.of("object " + object + " is in place " + world.placeOfObject(object) + ", person "
                        + person + " in place " + place);
            }
            return Optional.empty();
        }
    }

    /** A person puts down an object he or she holds, in the place where he or she is. */
    record Drop(int person, int object) implements Event {
        @Override
        public Optional<String> obstacle(World world) {
            Objects.checkIndex(person, world.people());
            return world.holder(object) == person
                    ? Optional.empty()
                    : Optional.of("person " + person + " does not hold object " + object);
        }
    }
}
