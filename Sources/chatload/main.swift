import ChatLoad

ChatLoad.main()
