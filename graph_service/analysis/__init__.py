"""What the network is asked: pure functions over columns, one file per question. snapshot.py alone knows the graph."""
